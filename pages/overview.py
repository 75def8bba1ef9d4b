"""What is in the explorer, what was last found about trust, and where to read on."""

import streamlit as st

from insight import answers, choices, labels, readable, ui
from insight.constructs import asked_alike

view = choices.current()
language = view.language
choices.write_link(view)

ui.heading(view.say("shell.app_name"), view.say("overview.lead"), top=True)

shared = [one for one in view.survey.codebook.items if one.construct]
for item in shared or view.survey.codebook.items[:3]:
    alike = asked_alike(view.surveys, view.survey, item, view.respondents)
    tables = [answers.in_wave(view, one) for one in alike]
    target = item.nets[0].id if item.nets else tables[0].estimates[0].key
    own = next(one for one in tables if one.codebook.id == view.survey.id)
    figures = [(one, estimate) for one in tables for estimate in one.of(target)]
    with st.container(border=True):
        sentence = labels.side_by_side(figures, language)
        ui.finding(item.label[language], sentence, labels.base_line(own, None, language))
        ui.set_aside(view, alike)
        ui.link_to(view, "trust", view.say("overview.see"), item=item.id)

ui.heading(view.say("overview.surveys"), "", view.say("overview.surveys_line"))
ui.table_of(readable.surveys(view.surveys, answers.interviews(view.surveys), language))
for survey in view.surveys:
    if survey.codebook.assumption:
        name, words = labels.short_title(survey.codebook), survey.codebook.assumption
        ui.secondary(f"{name[language]}: {words[language]}")
