"""A municipality's own Word template: kept only without faults, one in use a language, nothing overwritten."""

from __future__ import annotations

import pytest

from portfolio import own_template
from portfolio.store import Conflict, Fault, Refused
from portfolio.store.tables import MAX_DOCUMENT_BYTES


def fine(content: bytes) -> list[Fault]:
    return []


def test_the_template_in_use_is_the_last_one_kept_for_that_language(store, lead) -> None:
    assert own_template.current(store, "nl") is None
    first = own_template.keep(store, lead, "nl", 0, r"C:\map\voorstel.docx", b"een", fine, token="t1")
    assert (first.content["name"], first.version) == ("voorstel.docx", 1)
    assert own_template.keep(store, lead, "nl", 0, "voorstel.docx", b"een", fine, token="t1") == first  # four clicks
    second = own_template.keep(store, lead, "nl", 1, "nieuw.docx", b"twee", fine)
    assert own_template.current(store, "nl") == b"twee"
    assert own_template.current(store, "en") is None
    assert second.content["document_id"] != first.content["document_id"]
    own_template.remove(store, lead, "nl", 2)
    assert own_template.current(store, "nl") is None
    assert own_template.in_use(store, "nl").version == 3


def test_a_template_with_faults_is_not_kept(store, lead) -> None:
    faults = [Fault("template", "First fault."), Fault("template", "Second fault.")]
    with pytest.raises(Refused) as refused:
        own_template.keep(store, lead, "nl", 0, "x.docx", b"x", lambda content: faults)
    assert [fault.message for fault in refused.value.faults] == ["First fault.", "Second fault."]
    for content in (b"", b"x" * (MAX_DOCUMENT_BYTES + 1)):
        with pytest.raises(Refused):
            own_template.keep(store, lead, "nl", 0, "x.docx", content, fine)
    assert own_template.in_use(store, "nl").version == 0


def test_who_may_not_and_who_was_second_are_refused(store, lead, people) -> None:
    reader = next(user for user in people.values() if not user.may("template.keep"))
    with pytest.raises(Refused):
        own_template.keep(store, reader, "nl", 0, "x.docx", b"x", fine)
    own_template.keep(store, lead, "nl", 0, "x.docx", b"x", fine)
    with pytest.raises(Conflict):
        own_template.keep(store, lead, "nl", 0, "y.docx", b"y", fine)
    with pytest.raises(Conflict):
        own_template.remove(store, lead, "nl", 0)
    assert own_template.current(store, "nl") == b"x"
