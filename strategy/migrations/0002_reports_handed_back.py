"""A half-year status or an evaluation can be handed back to its team, which mends what it wrote."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import strategy.validators


class Migration(migrations.Migration):
    dependencies = [
        ("strategy", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="evaluation",
            name="handed_back_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="sendt tilbage"),
        ),
        migrations.AddField(
            model_name="evaluation",
            name="handed_back_because",
            field=models.TextField(
                blank=True,
                max_length=600,
                validators=[strategy.validators.validate_free_text],
                verbose_name="hvorfor den er sendt tilbage",
            ),
        ),
        migrations.AddField(
            model_name="evaluation",
            name="handed_back_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="sendt tilbage af",
            ),
        ),
        migrations.AddField(
            model_name="halfyearstatus",
            name="handed_back_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="sendt tilbage"),
        ),
        migrations.AddField(
            model_name="halfyearstatus",
            name="handed_back_because",
            field=models.TextField(
                blank=True,
                max_length=600,
                validators=[strategy.validators.validate_free_text],
                verbose_name="hvorfor den er sendt tilbage",
            ),
        ),
        migrations.AddField(
            model_name="halfyearstatus",
            name="handed_back_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="sendt tilbage af",
            ),
        ),
        migrations.AddConstraint(
            model_name="evaluation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("handed_back_at__isnull", False),
                        ("handed_back_by__isnull", False),
                        ("handed_in_at__isnull", True),
                    ),
                    models.Q(("handed_back_at__isnull", True), ("handed_back_by__isnull", True)),
                    _connector="OR",
                ),
                name="evaluation_handed_back_by_whom",
            ),
        ),
        migrations.AddConstraint(
            model_name="halfyearstatus",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("handed_back_at__isnull", False),
                        ("handed_back_by__isnull", False),
                        ("handed_in_at__isnull", True),
                    ),
                    models.Q(("handed_back_at__isnull", True), ("handed_back_by__isnull", True)),
                    _connector="OR",
                ),
                name="status_handed_back_by_whom",
            ),
        ),
    ]
