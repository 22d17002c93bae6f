"""Addresses of a trial action's doing: agreement, measurements, cycles, voices, notes (prøvehandlinger i gang).

What stands right under strategi/ here must come before the strategies' addresses, which take any word in its place.
"""

from django.urls import path

from strategy.views import (
    agreements,
    cycles,
    doing_notes,
    measurements,
    own_units,
    own_work,
    removed,
    trial_actions,
    words_taken_out,
)

ONE = "strategi/proevehandlinger/<int:pk>"

urlpatterns = [
    path("strategi/mit/", own_work.own_work, name="own_work"),
    path("strategi/mine-enheder/", own_units.own_units, name="own_units"),
    path("strategi/<slug:slug>/proevehandlinger/", trial_actions.listing, name="trial_actions"),
    path(f"{ONE}/", trial_actions.detail, name="trial_action"),
    path(f"{ONE}/udskriv/", trial_actions.printed, name="trial_action_print"),
    path(f"{ONE}/begynd/", trial_actions.start, name="trial_action_start"),
    path(f"{ONE}/stop/", trial_actions.stop, name="trial_action_stop"),
    path(f"{ONE}/fjern/", words_taken_out.take_out, name="take_out"),
    path(f"{ONE}/fortryd/", removed.restore, name="doing_restore"),
    path(f"{ONE}/aftale/", agreements.detail, name="agreement"),
    path(f"{ONE}/aftale/rediger/", agreements.edit, name="agreement_edit"),
    path(f"{ONE}/aftale/underskriv/<str:party>/", agreements.sign, name="agreement_sign"),
    path(f"{ONE}/maalinger/<int:measure>/", measurements.listing, name="measurements"),
    path(f"{ONE}/maalinger/<int:measure>/ny/", measurements.new, name="measurement_new"),
    path(f"{ONE}/maalinger/<int:measure>/indsaet/", measurements.paste, name="measurements_paste"),
    path(f"{ONE}/maaling/<int:measurement>/", measurements.edit, name="measurement_edit"),
    path(f"{ONE}/maaling/<int:measurement>/slet/", measurements.delete, name="measurement_delete"),
    path(f"{ONE}/maaling/<int:measurement>/bemaerkning/", measurements.clear, name="remark_clear"),
    path(f"{ONE}/indsamling/<int:collection>/", measurements.skip, name="collection_skip"),
    path(f"{ONE}/cyklusser/ny/", cycles.new, name="cycle_new"),
    path(f"{ONE}/cyklusser/<int:number>/", cycles.detail, name="cycle"),
    path(f"{ONE}/cyklusser/<int:number>/slet/", cycles.delete, name="cycle_delete"),
    path(f"{ONE}/oevebaner/ny/", doing_notes.practice_new, name="practice_new"),
    path(f"{ONE}/oevebaner/<int:track>/", doing_notes.practice_edit, name="practice_edit"),
    path(f"{ONE}/oevebaner/<int:track>/slet/", doing_notes.practice_delete, name="practice_delete"),
    path(f"{ONE}/stemmer/", doing_notes.voices, name="voices"),
    path(f"{ONE}/stemmer/ny/", doing_notes.voice_new, name="voice_new"),
    path(f"{ONE}/stemmer/<int:voice>/", doing_notes.voice_edit, name="voice_edit"),
    path(f"{ONE}/stemmer/<int:voice>/slet/", doing_notes.voice_delete, name="voice_delete"),
    path(f"{ONE}/ledernote/", doing_notes.leader_note, name="leader_note"),
]
