"""What plugins import beside the framework itself."""

from decimal import Decimal

import pytest

RELEASES = ("1.5", "0.15")
MODULES = ["quiet"]

FILES = {
    "quiet.py": """
from plugin import InvenTreePlugin
from plugin import mixins

NAMES = [name for name in (
    "CurrencyExchangeMixin", "EventMixin", "IconPackMixin", "LabelPrintingMixin", "MachineDriverMixin",
    "MailMixin", "NotificationMixin", "ReportMixin", "SettingsContentMixin", "TransitionMixin",
    "UserInterfaceMixin", "ValidationMixin", "BarcodeMixin", "LocateMixin", "ActionMixin", "UrlsMixin",
) if hasattr(mixins, name)]

class Quiet(*[getattr(mixins, name) for name in NAMES], InvenTreePlugin):
    NAME = "Quiet"
    TRANSITION_HANDLERS = []

if hasattr(mixins, "SupplierMixin"):
    class Supplier(mixins.SupplierMixin, InvenTreePlugin):
        NAME = "Supplier"
""",
}


def check_hooks_that_are_not_overridden(runtime):
    """Each raises or answers as the mixin's own does."""
    from quiet import NAMES

    from plugin import MixinNotImplementedError

    plugin = runtime.registry.get_plugin("quiet")
    raising = [
        ("CurrencyExchangeMixin", "update_exchange_rates", ("EUR", [])),
        ("EventMixin", "process_event", ("x",)),
        ("IconPackMixin", "icon_packs", ()),
        ("LabelPrintingMixin", "print_label", ()),
        ("MailMixin", "process_mail_in", (None,)),
        ("MailMixin", "process_mail_out", (None,)),
        ("SettingsContentMixin", "get_settings_content", (None, None)),
        ("LocateMixin", "locate_stock_location", (1,)),
    ]
    for mixin, hook, arguments in raising:
        if mixin in NAMES:
            with pytest.raises(MixinNotImplementedError):
                getattr(plugin, hook)(*arguments)
    assert plugin.scan("x", runtime.user) is None
    assert plugin.perform_action() is plugin.get_info() is None
    assert plugin.get_result() is False
    assert plugin.urlpatterns is None
    assert plugin.validate_part_name("x", None) is plugin.generate_batch_code() is None
    assert plugin.locate_stock_item(1) is None
    if runtime.release == "1.5":
        from flake8_inventree_plugin.runtime.framework.mixins.user_interface import FEATURES

        assert [plugin.get_ui_features(kind, {}, None) for kind in FEATURES] == [[]] * len(FEATURES)
        assert plugin.send_notification(None, "", [], {}) is False
        assert plugin.filter_targets([1]) == [1]
        assert plugin.get_machine_types() == plugin.get_machine_drivers() == []
        assert not plugin.has_transition_handlers
        assert not plugin.has_barcode_generation


def check_suppliers(runtime):
    if runtime.release != "1.5":
        return
    from plugin.mixins import supplier

    plugin = runtime.registry.get_plugin("supplier")
    with pytest.raises(supplier.PartImportError):
        plugin.supplier_company  # noqa: B018
    for hook, arguments, keywords in (
        ("get_suppliers", (), {}),
        ("get_search_results", ("s", "t"), {}),
        ("get_import_data", ("s", "p"), {}),
        ("get_pricing_data", (None,), {}),
        ("get_parameters", (None,), {}),
        ("import_part", (None,), {"category": None, "creation_user": None}),
        ("import_manufacturer_part", (None,), {"part": None}),
        ("import_supplier_part", (None,), {"part": None, "manufacturer_part": None}),
    ):
        with pytest.raises(NotImplementedError):
            getattr(plugin, hook)(*arguments, **keywords)


def check_version(runtime):
    from InvenTree import version

    assert version.inventreeVersion() == version.INVENTREE_SW_VERSION == f"{runtime.release}.0"
    assert version.inventreeVersionTuple() == [int(number) for number in f"{runtime.release}.0".split(".")]
    assert version.inventreeVersionTuple("1.2.3") == [1, 2, 3]
    assert version.isInvenTreeUpToDate()
    assert not version.isInvenTreeDevelopmentVersion()


def check_helpers(runtime):
    from InvenTree import helpers

    assert helpers.str2bool("Yes")
    assert not helpers.str2bool("no")
    assert helpers.is_bool("off")
    assert not helpers.is_bool("maybe")
    assert helpers.isNull("None")
    assert helpers.normalize("10.500") == Decimal("10.5")
    assert helpers.decimal2string(Decimal("100")) == "100"
    assert helpers.clean_decimal("1,5") == Decimal("1.5")
    assert helpers.clean_decimal("x") == 0
    assert helpers.extract_int("PO-0012a3") == 12
    assert helpers.extract_int("none") == 0
    assert helpers.generateTestKey("My Test 1!") == "mytest1"
    assert helpers.strip_html_tags("<b>x</b>") == "x"
    assert helpers.remove_non_printable_characters("a\x00b") == "ab"
    assert helpers.getStaticUrl("a") == "/static/a"
    assert helpers.getMediaUrl("a") == "/media/a"
    assert helpers.WrapWithQuotes("a") == '"a"'
    assert helpers.hash_barcode("a") == "0cc175b9c0f1b6a831c399e269772661"
    assert helpers.current_date() == helpers.current_time(local=False).date()
    assert helpers.current_time().tzinfo is not None
    response = helpers.DownloadFile("text", "a.txt")
    assert b"".join(response.streaming_content) == b"text"
    assert response["Content-Disposition"] == "attachment; filename=a.txt"
    assert helpers.inheritors(int) >= {bool}
    assert helpers.pui_url("/a") == "/web/a"
    assert hasattr(helpers, "str2int") is (runtime.release == "0.15")
    if runtime.release == "0.15":
        assert helpers.str2int("3") == 3
        assert helpers.str2int("x", 4) == 4


def check_helpers_of_models(runtime):
    from flake8_inventree_plugin.runtime.placeholders import NotInRuntime
    from InvenTree import helpers_model
    from part.models import Part

    assert helpers_model.construct_absolute_url("/part/", "1") == "http://127.0.0.1/part/1"
    assert helpers_model.get_base_url() == "http://127.0.0.1"
    assert Part in helpers_model.getModelsWithMixin(Part)
    with pytest.raises(NotInRuntime):
        helpers_model.download_image_from_url("http://localhost")
    helpers_model.notify_users([runtime.user], Part(name="x"), Part)
    helpers_model.notify_responsible(Part(name="x"), Part)
    if runtime.release == "0.15":
        assert helpers_model.render_currency(None) == "-"
        assert helpers_model.getSetting("LABEL_DPI") == 300


def check_what_the_server_is_doing(runtime):
    from InvenTree import ready

    assert ready.canAppAccessDatabase()
    assert ready.isPluginRegistryLoaded()
    assert ready.isInMainThread()
    assert ready.isInServerThread()
    for name in (
        "isInTestMode",
        "isImportingData",
        "isRunningMigrations",
        "isInWorkerThread",
        "isRebuildingData",
    ):
        assert not getattr(ready, name)()


def check_status_codes(runtime):
    if runtime.release == "0.15":
        from InvenTree.status_codes import PurchaseOrderStatus, StockHistoryCode, StockStatus
    else:
        from order.status_codes import PurchaseOrderStatus
        from stock.status_codes import StockHistoryCode, StockStatus
    assert PurchaseOrderStatus.PLACED.value == 20
    assert StockHistoryCode.STOCK_UPDATE == 25
    assert StockStatus.label(50) == "Attention"
    assert StockStatus.items()[0] == (10, "Ok")
    assert StockStatus.keys()[0] == 10
    assert StockStatus.dict()["OK"] == {"key": 10, "label": "Ok", "name": "OK"}
    import sys

    assert ("InvenTree.status_codes" in sys.modules) is (runtime.release == "0.15")


def check_tasks(runtime):
    from InvenTree.tasks import ScheduledTask, offload_task, raise_warning, scheduled_task

    done = []
    assert offload_task(done.append, 1)
    assert done == [1]
    assert offload_task("math.sqrt", 4, force_async=True, force_sync=True)
    with pytest.raises(ImportError):
        offload_task("nowhere.at.all")
    with pytest.warns(UserWarning, match="careful"):
        raise_warning("careful")
    assert scheduled_task(ScheduledTask)(len) is len


def check_errors(runtime):
    from InvenTree.exceptions import exception_handler, log_error

    try:
        raise RuntimeError("logged")
    except RuntimeError:
        log_error("somewhere")
    assert runtime.registry.errors["log"] == [{"somewhere": "RuntimeError: logged"}]
    from django.core.exceptions import ValidationError

    assert exception_handler(ValidationError("no"), {}).status_code == 400
    assert exception_handler(RuntimeError("no"), {}) is None


def check_plugin_helpers(runtime):
    from plugin import helpers

    with pytest.raises(helpers.IntegrationPluginError) as caught:
        helpers.handle_error(ValueError("bad"), log_name="load")
    assert str(caught.value) == "ValueError: bad"
    assert caught.value.path == "builtins"
    assert runtime.registry.errors["load"] == [{"builtins": "bad"}]
    helpers.handle_error(ValueError("quiet"), do_raise=False, do_log=False)
    assert helpers.get_git_log("x")["author"] == ""
    if runtime.release == "0.15":
        assert helpers.render_text("{{ a }}", {"a": "<"}) == "&lt;"
        plugin = runtime.registry.get_plugin("quiet")
        assert helpers.render_template(plugin, "no/such/template.html") == ""
        assert runtime.journal.problems[-1].member == "no/such/template.html"


def check_currencies(runtime):
    from common.settings import stock_expiry_enabled

    if runtime.release == "0.15":
        from common.settings import currency_code_default, currency_code_mappings, currency_codes
    else:
        from common.currency import currency_code_default, currency_code_mappings, currency_codes
    assert currency_code_default() == "USD"
    assert "EUR" in currency_codes()
    assert ("EUR", "EUR") in currency_code_mappings()
    assert not stock_expiry_enabled()


def check_owners_and_roles(runtime):
    from django.contrib.auth.models import Group, User

    from flake8_inventree_plugin.runtime.framework.permissions import check_user_permission, check_user_role
    from users.models import Owner, RuleSet

    user = User.objects.create_user("owner")
    group = Group.objects.create(name="group")
    user.groups.add(group)
    mine, ours = Owner.get_owner(user), Owner.get_owner(group)
    assert mine.owner == user
    assert mine.label() == "user"
    assert str(ours) == "group (group)"
    assert Owner.get_owner("nobody") is None
    assert mine.is_user_allowed(user)
    assert ours.is_user_allowed(user)
    assert not mine.is_user_allowed(runtime.user)
    assert check_user_role(runtime.user, "part", "add")
    assert not check_user_role(user, "part", "add")
    RuleSet.objects.create(group=group, name="part", can_add=True)
    assert check_user_role(user, "part", "add")
    assert not check_user_permission(user, Owner, "view")


def check_token_authentication(runtime):
    from rest_framework.exceptions import AuthenticationFailed

    from users.authentication import ApiTokenAuthentication
    from users.models import ApiToken

    token = ApiToken.objects.create(key="inv-1", user=runtime.user)
    ApiToken.objects.create(key="inv-2", user=runtime.user, revoked=True)
    authentication = ApiTokenAuthentication()
    assert authentication.authenticate_credentials("inv-1") == (runtime.user, token)
    for key in ("inv-2", "inv-3"):
        with pytest.raises(AuthenticationFailed):
            authentication.authenticate_credentials(key)


def check_permissions_of_views(runtime):
    from types import SimpleNamespace

    from django.contrib.auth.models import AnonymousUser, User

    from InvenTree.permissions import RolePermission, auth_exempt

    def allowed(permission, user, method="GET"):
        return permission().has_permission(SimpleNamespace(user=user, method=method), None)

    user, nobody = User(username="u"), AnonymousUser()
    assert allowed(RolePermission, user)
    assert not allowed(RolePermission, nobody)
    if runtime.release == "1.5":
        from InvenTree.permissions import IsStaffOrReadOnlyScope as StaffOrRead
        from InvenTree.permissions import IsSuperuserOrSuperScope as Superuser
    else:
        from InvenTree.permissions import IsStaffOrReadOnly as StaffOrRead
        from InvenTree.permissions import IsSuperuser as Superuser
    assert allowed(StaffOrRead, user)
    assert not allowed(StaffOrRead, user, "POST")
    assert not allowed(StaffOrRead, nobody)
    assert allowed(StaffOrRead, runtime.user, "POST")
    assert not allowed(Superuser, user)
    assert allowed(Superuser, runtime.user)
    view = auth_exempt(lambda: "seen")
    assert view() == "seen"
    assert view.auth_exempt


def check_serializers(runtime):
    from company.serializers import SupplierPartSerializer
    from InvenTree.serializers import InvenTreeMoneySerializer
    from part.models import Part
    from part.serializers import PartSerializer

    part = Part.objects.create(name="part", description="d")
    data = PartSerializer(part, category_detail=True).data
    assert (data["pk"], data["name"], data["category"]) == (part.pk, "part", None)
    assert "SKU" in SupplierPartSerializer().fields
    assert InvenTreeMoneySerializer().max_digits == 19
    if runtime.release == "0.15":
        from InvenTree.serializers import UserSerializer

        assert UserSerializer(runtime.user).data["username"] == "admin"


def check_fields(runtime):
    from InvenTree.fields import InvenTreeModelMoneyField, InvenTreeURLField

    assert InvenTreeURLField().max_length == 2000
    assert InvenTreeModelMoneyField(default_currency="USD").max_digits == 19


def check_machines(runtime):
    from flake8_inventree_plugin.runtime.framework.machines import check_driver, check_type
    from plugin.machine import BaseDriver, BaseMachineType
    from plugin.machine.machine_types import LabelPrinterBaseDriver, LabelPrinterMachine

    class Driver(LabelPrinterBaseDriver):
        SLUG = NAME = DESCRIPTION = "driver"
        printed = []  # noqa: RUF012

        def print_label(self, machine, label, item, **kwargs):
            self.printed.append(item)

    check_driver(Driver)
    check_type(LabelPrinterMachine)
    driver = Driver()
    driver.print_labels(None, None, [1, 2])
    assert Driver.printed == [1, 2]
    driver.handle_error("broken")
    assert driver.errors == ["broken"]
    assert driver.get_machines() == []
    assert list(driver.get_printing_options_serializer(None).fields) == ["copies"]
    assert driver.machine_plugin is None
    for check, cls, error in (
        (check_driver, type("NoName", (BaseDriver,), {"SLUG": "s"}), NotImplementedError),
        (check_driver, int, TypeError),
        (check_type, type("NoType", (BaseMachineType,), {}), NotImplementedError),
    ):
        with pytest.raises(error):
            check(cls)


def check_parts_and_categories(runtime):
    from part.models import BomItem, Part, PartCategory

    top = PartCategory.objects.create(name="top")
    below = PartCategory.objects.create(name="below", parent=top)
    part = Part.objects.create(name="part", IPN="I1", category=below, is_template=True)
    assert below.pathstring == part.category_path == "top/below"
    assert below.level == 1
    assert list(top.get_descendants()) == list(top.getUniqueChildren(include_self=False)) == [below]
    assert below.parentpath == below.getUniqueParents() == [top]
    assert (top.item_count, str(below)) == (1, "top/below - ")
    assert part.full_name == "I1 | part"
    assert str(part) == "I1 | part - "
    assert part.get_absolute_url() == f"/part/{part.pk}/"
    assert part.get_thumbnail_url() == "/static/img/blank_image.png"
    assert part.available_stock == part.total_stock == 0
    assert not part.has_bom
    piece = Part.objects.create(name="piece")
    line = BomItem.objects.create(part=part, sub_part=piece, quantity=2)
    assert list(part.get_bom_items()) == [line]
    assert str(line) == "2 x piece to make I1 | part"
    assert part.get_parameter("none") is None
    assert part.format_barcode() == part.barcode == f'{{"part": {part.pk}}}'


def check_metadata_of_rows(runtime):
    from part.models import Part

    part = Part.objects.create(name="with metadata")
    assert part.get_metadata("a", 1) == 1
    part.set_metadata("a", 2)
    part.set_metadata("b", 3, commit=False)
    assert part.metadata == {"a": 2, "b": 3}
    part.set_metadata("c", 4, overwrite=True)
    part.refresh_from_db()
    assert part.metadata == {"c": 4}
    part.full_clean()


def check_stock(runtime):
    from django.core.exceptions import ValidationError

    from part.models import Part
    from stock.models import StockItem, StockLocation

    place = StockLocation.objects.create(name="room")
    part = Part.objects.create(name="kept")
    item = StockItem.objects.create(part=part, quantity=5, location=place)
    assert item.in_stock
    assert not item.serialized
    assert list(place.get_stock_items()) == list(part.stock_entries(in_stock=True)) == [item]
    assert place.item_count == 1
    assert part.total_stock == 5
    item.take_stock(2, runtime.user, "taken")
    item.add_stock(1, runtime.user)
    item.move(None, "gone", runtime.user)
    assert item.quantity == 4
    assert [entry.tracking_type for entry in item.tracking_info.order_by("pk")] == [10, 10, 20]
    item.assign_barcode(barcode_data="one")
    with pytest.raises(ValidationError):
        item.assign_barcode(barcode_data="one")
    assert item.assign_barcode(barcode_data="one", raise_error=False) is False
    assert str(StockItem(part=part, serial="7", quantity=1)) == "kept # 7"


def check_companies_and_orders(runtime):
    from build.models import Build
    from company.models import Company, SupplierPart
    from order.models import PurchaseOrder, PurchaseOrderLineItem, SalesOrder
    from part.models import Part

    shop = Company.objects.create(name="Shop", is_supplier=True)
    part = Part.objects.create(name="bought")
    sold = SupplierPart.objects.create(part=part, supplier=shop, SKU="S")
    sold.add_price_break(10, 2)
    sold.add_price_break(10, 3)
    sold.update_available_quantity(7)
    assert [(entry.quantity, entry.price) for entry in sold.price_breaks] == [(10, 2)]
    assert sold.price_breaks[0].supplier == shop
    assert list(shop.parts) == [sold]
    assert shop.currency_code == "USD"
    order = PurchaseOrder.objects.create(reference="PO-1", supplier=shop)
    line = PurchaseOrderLineItem.objects.create(order=order, part=sold, quantity=5, received=2)
    assert line.remaining() == 3
    assert order.company == shop
    assert SalesOrder(customer=shop).company == shop
    assert str(order) == "PO-1"
    assert Build(part=part, quantity=4, completed=1).remaining == 3


def check_tests_of_plugins(runtime):
    from InvenTree.unit_test import InvenTreeAPITestCase, PluginMixin

    assert issubclass(InvenTreeAPITestCase, __import__("unittest").TestCase)
    assert hasattr(PluginMixin, "setUp")


def check_notifications_say_something(runtime):
    from common.notifications import InvenTreeNotificationBodies, NotificationBody

    assert isinstance(InvenTreeNotificationBodies.NewOrder, NotificationBody)


def check_placeholders(runtime):
    from plugin.base.barcodes.mixins import BarcodeMixin
    from report.helpers import encode_image_base64

    from flake8_inventree_plugin.runtime.placeholders import NotInRuntime

    assert BarcodeMixin is __import__("plugin.mixins").mixins.BarcodeMixin
    with pytest.raises(NotInRuntime):
        encode_image_base64(None)
    before = len(runtime.journal.problems)
    with runtime.journal.guard("hook", "hook", "here"):
        encode_image_base64(None)
    assert len(runtime.journal.problems) == before
    assert runtime.journal.notes[-1].message == "report.helpers.encode_image_base64 is not in the runtime"


def check_every_module_can_be_imported(runtime):
    """Whatever names a release has not got."""
    from importlib import import_module
    from pathlib import Path

    from flake8_inventree_plugin.inventree.catalogue import has_module, module_releases
    from flake8_inventree_plugin.runtime.importing import SITE

    imported = 0
    for path in sorted(Path(SITE).glob("*/**/*.py")):
        parts = path.relative_to(SITE).with_suffix("").parts
        name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
        if not has_module(name) or runtime.release in module_releases(name):
            import_module(name)
            imported += 1
    assert imported > 50


def check_a_test_of_a_plugin(runtime):
    import unittest
    from unittest import mock

    from InvenTree.unit_test import InvenTreeAPITestCase, PluginMixin

    class Tried(PluginMixin, InvenTreeAPITestCase):
        def test_it(self):
            assert self.user.is_superuser
            assert self.plugin_confs
            for method in ("get", "post", "patch", "delete"):
                answer = mock.Mock(status_code=204)
                with mock.patch.object(self.client, method, return_value=answer):
                    assert getattr(self, method)("/x/", expected_code=204) is answer

    result = unittest.TestResult()
    unittest.TestSuite([Tried("test_it")]).run(result)
    assert result.wasSuccessful(), result.errors + result.failures
