"""Keep what each person who is told of a day knew of it before."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("partnerships", "0004_seat_holding_email")]

    operations = [
        migrations.AddField(
            model_name="daynotice",
            name="before",
            field=models.JSONField(blank=True, default=dict, verbose_name="før"),
        ),
    ]
