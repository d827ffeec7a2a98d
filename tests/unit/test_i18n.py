"""Every text in the code has a Dutch translation with the same fields; English is the text itself."""

import pytest

from ui import catalogue_check, i18n
from ui.i18n import _, language, ngettext


def test_every_text_is_translated():
    lacking = [f"{where}: {message}" for message, where in catalogue_check.missing("nl").items()]
    assert not lacking, "python -m ui.catalogue_check prints these as .po entries:\n" + "\n".join(lacking)


def test_no_translation_is_fuzzy_or_has_other_fields():
    assert catalogue_check.faults("nl") == []


def test_texts_are_found_at_all():
    used = catalogue_check.used()
    assert len(used) > 100
    assert "Estimate" in used and ("{n} week", "{n} weeks") in used


def test_dutch_and_english():
    with language("nl"):
        assert _("Estimate") == "Raming"
        assert ngettext("{n} week", "{n} weeks", 2, n=2) == "2 weken"
    with language("en"):
        assert _("Estimate") == "Estimate"
        assert ngettext("{n} week", "{n} weeks", 1, n=1) == "1 week"


def test_an_unknown_text_is_shown_as_it_is():
    with language("nl"):
        assert _("no such text {n}", n=3) == "no such text 3"


def test_outside_a_visit_the_language_is_dutch_and_unknown_ones_are_refused():
    assert i18n.lang() == "nl"
    with pytest.raises(ValueError, match="not one of"), language("fr"):
        pass


def test_data_columns_follow_the_language():
    row = {"name_nl": "Duiden", "name_en": "Interpret"}
    with language("en"):
        assert i18n.column(row, "name") == "Interpret"
    with language("nl"):
        assert i18n.column({"name_nl": "Duiden", "name_en": ""}, "name") == "Duiden"


def test_texts_inside_f_strings_are_found(tmp_path, monkeypatch):
    file = tmp_path / "page.py"
    file.write_text("f\"**{_('Gate')}** {ngettext('{n} day', '{n} days', 2)}\"; _(variable); N_('Later ' 'on')\n")
    monkeypatch.setattr(catalogue_check, "python_files", lambda: [file])
    monkeypatch.setattr(catalogue_check, "ROOT", tmp_path)
    assert set(catalogue_check.used()) == {"Gate", ("{n} day", "{n} days"), "Later on"}
