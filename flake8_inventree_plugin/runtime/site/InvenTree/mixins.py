"""Base classes of views of the API."""

from rest_framework import generics

__all__ = [
    "CreateAPI",
    "ListAPI",
    "ListCreateAPI",
    "RetrieveAPI",
    "RetrieveDestroyAPI",
    "RetrieveUpdateAPI",
    "RetrieveUpdateDestroyAPI",
    "UpdateAPI",
]


class ListAPI(generics.ListAPIView):
    """Lists."""


class ListCreateAPI(generics.ListCreateAPIView):
    """Lists and creates."""


class CreateAPI(generics.CreateAPIView):
    """Creates."""


class RetrieveAPI(generics.RetrieveAPIView):
    """Shows one."""


class RetrieveDestroyAPI(generics.RetrieveDestroyAPIView):
    """Shows or deletes one."""


class RetrieveUpdateAPI(generics.RetrieveUpdateAPIView):
    """Shows or changes one."""


class RetrieveUpdateDestroyAPI(generics.RetrieveUpdateDestroyAPIView):
    """Shows, changes or deletes one."""


class UpdateAPI(generics.UpdateAPIView):
    """Changes one."""
