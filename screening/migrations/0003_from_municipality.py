from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [
        ("screening", "0002_plan_sent"),
    ]

    operations = [
        migrations.AddField(
            model_name="source",
            name="is_from_municipality",
            field=models.BooleanField(default=False, verbose_name="sendt af kommunen"),
        ),
        # Until now what the municipality sent was what answered the checklist.
        migrations.RunSQL(
            "UPDATE screening_source SET is_from_municipality = TRUE WHERE request_id IS NOT NULL",
            reverse_sql=migrations.RunSQL.noop,
        ),
        # The update above must be settled before the table is changed again.
        migrations.RunSQL("SET CONSTRAINTS ALL IMMEDIATE", reverse_sql=migrations.RunSQL.noop),
        migrations.AddConstraint(
            model_name="source",
            constraint=models.CheckConstraint(
                condition=Q(request__isnull=True) | Q(is_from_municipality=True),
                name="source_answers_by_municipality",
            ),
        ),
    ]
