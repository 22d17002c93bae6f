"""Members of a committee can leave it, and are called there what the coordinator wrote; withdrawals have time and reason."""

from django.db import migrations, models

import accounts.validators
import strategy.validators


class Migration(migrations.Migration):
    dependencies = [("strategy", "0002_reports_handed_back")]

    operations = [
        migrations.AddField(
            model_name="committeeseat",
            name="left_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="forlod udvalget"),
        ),
        migrations.AddField(
            model_name="committeeseat",
            name="name",
            field=models.CharField(
                blank=True,
                max_length=120,
                validators=[accounts.validators.validate_no_cpr],
                verbose_name="navn i udvalget",
            ),
        ),
        migrations.AddField(
            model_name="trialaction",
            name="withdrawn_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="trukket tilbage"),
        ),
        migrations.AddField(
            model_name="trialaction",
            name="withdrawn_because",
            field=models.TextField(
                blank=True,
                max_length=600,
                validators=[strategy.validators.validate_free_text],
                verbose_name="hvorfor den er trukket tilbage",
            ),
        ),
        migrations.AddConstraint(
            model_name="committeeseat",
            constraint=models.CheckConstraint(
                condition=models.Q(left_at__isnull=True) | models.Q(is_chair=False), name="committee_chair_is_present"
            ),
        ),
    ]
