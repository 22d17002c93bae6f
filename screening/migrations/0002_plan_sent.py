from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("screening", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="screening",
            name="plan_sent_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="plan sendt"),
        ),
        # Until now it was taken as sent from the moment the state was one of those after it.
        migrations.RunSQL(
            "UPDATE screening_screening SET plan_sent_at = updated_at WHERE state NOT IN ('ordered', 'planned')",
            reverse_sql=migrations.RunSQL.noop,
        ),
    ]
