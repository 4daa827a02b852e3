"""The list of bodies: filters, sorting, fifty rows a page, for who has signed in."""
from datetime import date, timedelta

from django.contrib.auth.mixins import LoginRequiredMixin
from django.db.models import Q
from django.views.generic import ListView

from .models import Body, Field, Region

ORDERS = {
    "": ("region_id", "name", "id"),
    "name": ("name", "region_id", "id"),
    "credit": ("-credit_class", "-region_id", "-name", "-id"),
    "certificate_until": ("certificate_until", "region_id", "name", "id"),
}


FILTERS = ("q", "region", "field", "credit", "status")


class BodyList(LoginRequiredMixin, ListView):
    model = Body
    template_name = "bodies.html"
    paginate_by = 50

    def get_queryset(self):
        given = self.request.GET
        rows = Body.objects.select_related("region").prefetch_related("fields")
        if region := given.get("region"):
            rows = rows.filter(region_id=region)
        if field := given.get("field"):
            rows = rows.filter(fields=field)
        if credit := given.get("credit"):
            rows = rows.filter(credit_class=credit)
        if status := given.get("status"):
            rows = rows.filter(status=status)
        if text := given.get("q", "").strip():
            rows = rows.filter(
                Q(name__contains=text) | Q(uscc__contains=text.upper())
                | Q(certificate_number__contains=text.upper()))
        return rows.order_by(*ORDERS.get(given.get("sort", ""), ORDERS[""]))

    def get_context_data(self, **context):
        given = self.request.GET.copy()
        given.pop("page", None)
        query = given.urlencode()
        given.pop("sort", None)
        today = date.today()
        return super().get_context_data(
            filters={name: given.get(name, "") for name in FILTERS}, filter_query=query,
            sort_query=given.urlencode(),
            regions=Region.objects.all(), all_fields=Field.objects.all(),
            credits=Body.Credit.choices, statuses=Body.Status.choices, today=today,
            soon=today + timedelta(days=91), **context)
