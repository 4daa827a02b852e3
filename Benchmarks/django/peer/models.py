"""The registry's tables, with the indexes they have in Mingcha."""
from django.db import models


class Region(models.Model):
    code = models.CharField(max_length=6, primary_key=True)
    name = models.TextField()

    class Meta:
        ordering = ["code"]


class Field(models.Model):
    code = models.TextField(primary_key=True)
    name = models.TextField()
    position = models.IntegerField()

    class Meta:
        ordering = ["position"]


class Body(models.Model):
    class Credit(models.TextChoices):
        A = "A", "A 信用风险低"
        B = "B", "B 信用风险一般"
        C = "C", "C 信用风险较高"
        D = "D", "D 信用风险高"

    class Status(models.TextChoices):
        ACTIVE = "active", "正常"
        SUSPENDED = "suspended", "暂停"
        ENDED = "ended", "终止"

    uscc = models.CharField(max_length=18, unique=True)
    name = models.TextField()
    certificate_number = models.TextField(db_index=True)
    certificate_until = models.DateField()
    region = models.ForeignKey(Region, models.PROTECT, db_index=False)
    credit_class = models.CharField(max_length=1, choices=Credit)
    status = models.CharField(max_length=10, choices=Status)
    warning = models.TextField()
    fields = models.ManyToManyField(Field, through="BodyField")

    class Meta:
        indexes = [
            models.Index("region", "name", "id", name="bodies_by_region"),
            models.Index("name", "id", name="bodies_by_name"),
            models.Index("region", "credit_class", "name", "id", name="bodies_by_credit"),
        ]


class BodyField(models.Model):
    body = models.ForeignKey(Body, models.CASCADE, db_index=False)
    field = models.ForeignKey(Field, models.PROTECT, db_index=False)

    class Meta:
        constraints = [models.UniqueConstraint("body", "field", name="body_fields_once")]
        indexes = [models.Index("field", "body", name="body_fields_by_field")]
