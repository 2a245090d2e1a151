"""One page of a form: shown, read, kept and left; a list with its entries; everything to be checked before sending."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from ayni.commons.uploads import kinds, receiving
from ayni.commons.uploads.errors import NotTaken
from ayni.engines.questionnaires.tree import Question
from ayni.intake.actions import drafts as actions
from ayni.intake.actions.submissions_files import File
from ayni.intake.errors import FormMovedOn
from ayni.web import figures
from ayni.web.filling import answering, controls, pages
from ayni.web.filling.controls import Asked
from ayni.web.filling.work import Work

LARGEST = 10 * 1024 * 1024
NUMBER = re.compile(r"\d{1,4}")


@dataclass(frozen=True)
class Entry:
    """One entry of a list as it is shown."""

    number: int
    title: str
    more: str
    key: str
    is_whole: bool


class Page:
    """A page that was asked for or sent."""

    def __init__(self, request: HttpRequest, work: Work, key: str) -> None:
        self.request, self.work = request, work
        place = pages.at(work.form, key)
        if place is None or work.instance.at(place.around) is None:
            raise Http404
        self.place = place
        self.wrong: list[str] = []
        self.finding: dict[str, str] = {}
        self.typed: dict[str, str] = {}

    def answer(self) -> HttpResponse:
        """Refuses: FormOver."""
        if self.place.part.repeat is not None:
            return self._list()
        return self._sent() if self.request.method == "POST" else self._shown()

    # A page of questions

    def _sent(self) -> HttpResponse:
        before = self._visible()
        files = self._read()
        if not self._kept(files):
            return self._shown(tells=True)
        sent = self.request.POST
        if "leave" in sent:
            messages.success(self.request, _("What was answered is kept. Go on with it whenever you like."))
            return redirect("web:filling")
        if "find" in sent or "remove_file" in sent:
            return self._shown()
        wheres = {self.place.where(one) for one in self.place.part.questions}
        if any(one.where in wheres for one in self.work.problems) or self.wrong:
            return self._shown(tells=True)
        if self._visible() - before - set(sent.getlist("shown")):
            return self._shown(more=True)
        return self._onwards()

    def _visible(self) -> set[str]:
        return {one.name for one in self.work.asked(self.place) if isinstance(one, Asked) and not one.is_hidden}

    def _read(self) -> list[File]:
        """Put every answer of the page in its place; the files that came with it."""
        files: list[File] = []
        sent = self.request.POST
        for asked in list(self.work.asked(self.place)):
            if not isinstance(asked, Asked) or asked.kind == "note" or asked.question.is_read_only:
                continue
            if asked.kind == "file":
                files += self._file(asked)
                continue
            text = controls.read(asked.question, asked.kind, sent)
            if asked.kind == "search":
                text = self._search(asked, text)
            answering.put(self.work.answers, self.place.where(asked.question), text)
        self.work.lay()
        return files

    def _search(self, asked: Asked, text: str) -> str:
        """A long list: what is looked for stays beside what is chosen; the very words of one choose it."""
        find = self.request.POST.get(f"{asked.name}.find", "").strip()[:100]
        if self.request.POST.get("find") == asked.name or (find and not text):
            self.finding[asked.name] = find
        if not text and find:
            listed = controls.offers(self.work.logic.listed(asked.question), self.work.form, "", {})
            same = [one.code for one in listed if find.casefold() in (one.label.casefold(), one.code.casefold())]
            return same[0] if len(same) == 1 else ""
        return text

    def _file(self, asked: Asked) -> list[File]:
        where = self.place.where(asked.question)
        if self.request.POST.get("remove_file") == asked.name:
            answering.put(self.work.answers, where, "")
            return []
        sent = self.request.FILES.get(asked.name)
        if not isinstance(sent, UploadedFile):
            return []
        try:
            content, ending, media_type = taken(sent, asked.question)
        except NotTaken as refused:
            self.wrong.append(str(refused))
            self.typed[asked.name] = str(refused)
            return []
        name = f"{asked.question.name}-{timezone.now():%Y%m%d%H%M%S%f}{ending}"
        answering.put(self.work.answers, where, name)
        return [File(name, media_type, content)]

    def _kept(self, files: list[File]) -> bool:
        """Keep it. When something newer was kept meanwhile, what was typed is shown again and nothing overwritten."""
        try:
            revision = int(self.request.POST.get("revision", ""))
        except ValueError:
            revision = self.work.row.revision
        try:
            self.work.row = actions.save_form(
                self.work.row,
                answers=self.work.answers,
                removed=self.work.removed,
                revision=revision,
                files=files,
                by=self.request.user,
                at=timezone.now(),
            )
        except FormMovedOn as refused:
            if self._is_same():
                return True
            self.wrong.append(str(refused))
            return False
        return True

    def _is_same(self) -> bool:
        """Whether what is kept says the same: the page was sent twice."""
        kept = Work(self.work.row.pk, self.work.reader)
        return all(
            (node := kept.instance.at(self.place.where(one))) is not None
            and (here := self.work.instance.at(node.where)) is not None
            and node.text == here.text
            for one in self.place.part.questions
            if one.is_asked
        )

    def _onwards(self) -> HttpResponse:
        key = pages.after(self.place, self.work.instance, self.work.around)
        if key or self.place.upper:
            return redirect("web:form_page", self.work.row.pk, key or self.place.upper)
        return redirect("web:check_form", self.work.row.pk)

    def _shown(self, *, tells: bool = False, more: bool = False) -> HttpResponse:
        asked = list(self.work.asked(self.place, finding=self.finding, tells=tells))
        for one in asked:
            if isinstance(one, Asked) and one.name in self.typed:
                one.error = self.typed[one.name]
        questions = [one for one in asked if isinstance(one, Asked)]
        shown = {
            "items": asked,
            "errors": [one for one in questions if one.error],
            "wrong": self.wrong,
            "more": more,
            "visible": [one.name for one in questions if not one.is_hidden],
            "has_files": any(one.kind == "file" for one in questions),
            "is_found": bool(self.finding),
        }
        return render(self.request, "filling/page.html", {**self._around(), **shown})

    # A list

    def _list(self) -> HttpResponse:
        self._fill_up()
        if self.request.method == "POST":
            return self._changed()
        return render(self.request, "filling/list.html", {**self._around(), **self._entries()})

    def _fill_up(self) -> None:
        """As many entries as the form says there must be."""
        repeat = self.place.part.repeat
        assert repeat is not None
        wanted = pages.wanted(self.place, self.work.instance, self.work.around)
        missing = (wanted or 0) - len(pages.entries(self.place, self.work.instance))
        for _time in range(missing):
            answering.add(self.work.answers, self.place.where(repeat), repeat)
        if missing > 0:
            self.work.lay()

    def _changed(self) -> HttpResponse:
        repeat = self.place.part.repeat
        assert repeat is not None
        sent, where, work = self.request.POST, self.place.where(repeat), self.work
        if "go" in sent:
            return self._onwards() if not self._incomplete() else self._told_incomplete()
        number = 0
        try:
            if "add" in sent:
                number = answering.add(work.answers, where, repeat)
            elif NUMBER.fullmatch(sent.get("remove", "")):
                answering.remove(work.answers, work.removed, where, int(sent["remove"]), work.logic.mapped, repeat.path)
            elif "undo" in sent:
                answering.restore(work.answers, work.removed, work.logic.mapped, repeat.path)
        except LookupError:
            return redirect("web:form_page", work.row.pk, self.place.key)
        if not self._kept([]):
            messages.error(self.request, self.wrong[0])
        elif number:
            return redirect("web:form_page", work.row.pk, f"{self.place.key}/{number}/1")
        return redirect("web:form_page", work.row.pk, self.place.key)

    def _incomplete(self) -> list[Entry]:
        return [one for one in self._entries()["entries"] if not one.is_whole]

    def _told_incomplete(self) -> HttpResponse:
        shown = {**self._around(), **self._entries(), "incomplete": self._incomplete()}
        return render(self.request, "filling/list.html", shown)

    def _entries(self) -> dict[str, Any]:
        repeat = self.place.part.repeat
        assert repeat is not None
        found = []
        for number, node in enumerate(pages.entries(self.place, self.work.instance), start=1):
            title, more = self.work.summary(node)
            is_whole = not any(f"{one.where}/".startswith(f"{node.where}/") for one in self.work.problems)
            found.append(Entry(number, title, more, f"{self.place.key}/{number}/1", is_whole))
        where = self.place.where(repeat)
        undo = self.work.removed[-1] if self.work.removed and self.work.removed[-1]["where"] == where else None
        return {
            "entries": found,
            "is_counted": bool(repeat.count),
            "undo": undo,
            "singular": controls.title_of(repeat, self.work.form, {}),
        }

    # What every page has around it

    def _around(self) -> dict[str, Any]:
        work, place = self.work, self.place
        back = pages.before(place, work.instance, work.around) or place.upper
        title = place.part.title or place.part.repeat
        upper = pages.at(work.form, place.upper) if place.upper else None
        name = work.summary(entry)[0] if (entry := work.instance.at(place.around)) is not None and upper else ""
        values = work.values(place)
        heading = controls.title_of(title, work.form, values) if title else ""
        return {
            "draft": work.row,
            "place": place,
            "title": heading or name or work.row.version.questionnaire.name,
            "name": name,
            "upper_title": controls.title_of(upper.part.repeat, work.form, {}) if upper and upper.part.repeat else "",
            "step": place.part.number,
            "steps": len(place.siblings),
            "back_url": reverse("web:form_page", args=[work.row.pk, back]) if back else reverse("web:filling"),
            "is_first": not back,
            "told": {"answers": work.answers, "removed": work.removed, "around": place.around},
        }


def taken(sent: Any, question: Question) -> tuple[bytes, str, str]:
    """A file that was sent for a question, the ending of its name and its media type. Refuses: NotTaken."""
    if question.type == "image":
        content = receiving.content(sent, kinds=(kinds.JPEG, kinds.PNG), largest=LARGEST)
        kind = kinds.of(content)
        return content, ".jpg" if kind is kinds.JPEG else ".png", kind.media_type
    content = sent.read(LARGEST + 1)
    if not content or len(content) > LARGEST:
        raise NotTaken(_("The file is empty, or larger than %(limit)s MB.") % {"limit": LARGEST // 2**20})
    ending = re.sub(r"[^a-z0-9.]", "", str(sent.name).lower()[-6:])
    return content, f".{ending.rpartition('.')[2]}", "application/octet-stream"


def checked(work: Work) -> dict[str, Any]:
    """All that was answered, page by page, each with the way back to it; and what stands against sending."""
    sections = []
    for place in work.walk():
        if place.part.repeat is not None:
            continue
        values = work.values(place)
        asked = [
            one for one in work.asked(place) if isinstance(one, Asked) and not one.is_hidden and one.kind != "note"
        ]
        rows = [(one.label, controls.shown(one, work.form, values)) for one in asked if one.value]
        left = figures.comma().join(one.label for one in asked if not one.value)
        entry = work.instance.at(place.around)
        name = work.summary(entry)[0] if "/" in place.key and entry is not None else ""
        title = place.part.title
        heading = " · ".join(filter(None, (name, controls.title_of(title, work.form, values) if title else "")))
        sections.append({"key": place.key, "title": heading, "rows": rows, "left": left})
    wrong = [
        {"key": work.place_of(one), "label": work.label(one.question), "text": work.told(one), "code": one.code}
        for one in work.problems
    ]
    told = {"answers": work.answers, "removed": work.removed, "around": f"/{work.form.root}"}
    return {"draft": work.row, "sections": sections, "wrong": wrong, "told": told}
