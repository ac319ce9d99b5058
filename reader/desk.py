"""The desk at which one document is annotated: everyone's notes on it, where they stand, and where they are kept.

Opening reads files and finds passages, which takes its time: not on the screen's thread.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from tempfile import gettempdir

from annotations import codebook, library, store, texts
from annotations.anchoring.place import place_all
from annotations.anchoring.placement import Placement
from annotations.codebook import Codebook
from annotations.errors import PostilError, StoreError
from annotations.history import History, open_history
from annotations.ids import new_id
from annotations.journals import FOLDER
from annotations.model import Annotation, Annotator, DocumentRef, EntityCorrection, NotesFile, Span
from annotations.naming import called
from annotations.store import OpenNotes
from reader.config import Settings, default_annotator
from reader.documents.flow import Flow
from reader.documents.model import Document
from reader.notebook import Entry
from reader.recall import recalling
from reader.whereabouts import Blocks, Home, home_of

LONG = 8_000_000
"""Code points from which a text is not looked through for passages that its fingerprint says are where they were,
and no copy of it is kept."""


@dataclass(frozen=True, kw_only=True)
class Subject:
    """The document as notes know it."""

    title: str
    source: str
    fingerprint: str
    length: int
    """Code points of canonical text."""
    loader: str = ""
    raw: str = ""
    text: Callable[[], str]
    """The canonical text; for a long document this takes time and memory."""
    headings: Callable[[], Iterable[str]] = tuple
    """The words of its title and headings; likewise."""

    @classmethod
    def of(cls, document: Document) -> Subject:
        """A document that is all in memory."""
        return cls(
            title=document.title,
            source=document.source,
            fingerprint=document.fingerprint,
            length=len(document.text),
            loader=document.loader,
            raw=document.raw_fingerprint,
            text=lambda: document.text,
            headings=lambda: _headings(document),
        )

    @classmethod
    def of_flow(cls, flow: Flow) -> Subject | None:
        """A document that came in parts; None while it is not yet counted to its end."""
        if not flow.complete:
            return None
        if len(flow) == 1:
            return cls.of(flow.document())
        fingerprint = flow.fingerprint
        last = len(flow) - 1
        start = flow.start(last)
        assert fingerprint is not None
        assert start is not None, "a flow that is complete is counted"
        return cls(
            title=flow.title,
            source=flow.source,
            fingerprint=fingerprint,
            length=start + len(flow.part(last).text),
            text=lambda: flow.document().text,
            headings=lambda: _headings(flow.document()),
        )

    @property
    def path(self) -> Path | None:
        """The file that is read; None for an address or a pipe."""
        return Path(self.source).absolute() if library.is_local(self.source) else None

    def reference(self, notes: Path) -> DocumentRef:
        """What a file of notes at `notes` says of the document."""
        source = self.source
        if library.is_local(source):
            document = Path(source).absolute()
            source = document.name if document.parent == notes.parent else str(document)
        return DocumentRef(
            title=self.title,
            source=source,
            fingerprint=self.fingerprint,
            length=self.length,
            loader=self.loader,
            raw=self.raw,
        )


@dataclass(frozen=True, kw_only=True)
class Desk:
    """Notes as they were when the desk was opened."""

    subject: Subject
    data: Path
    """The user's data folder."""
    me: Annotator
    blank: OpenNotes
    """The reader's own file as it would begin."""
    mine: OpenNotes | None
    """The reader's own file; None while it is broken."""
    others: Mapping[Path, OpenNotes] = field(default_factory=dict)
    entries: tuple[Entry, ...] = ()
    homes: Mapping[tuple[str, int], Home] = field(default_factory=dict)
    """Note and index of a span that has no certain place -> what stood around it when it was made."""
    broken: Mapping[Path, PostilError] = field(default_factory=dict)
    """Files that cannot be read, and why."""
    history: History
    """Of the reader's own file."""
    codebook: Codebook = field(default_factory=Codebook)
    """The agreed tags; none where there is no codebook, or it is broken."""

    @property
    def locked(self) -> PostilError | None:
        """Why the reader's own notes cannot be changed; None when they can."""
        return self.broken.get(self.blank.path)

    @property
    def unread(self) -> dict[Path, PostilError]:
        """Files of notes that cannot be read, and why: what is said of the notes here leaves theirs out."""
        return {path: error for path, error in self.broken.items() if library.is_notes_name(path.name)}

    @property
    def corrections(self) -> dict[str, EntityCorrection]:
        """What the reader put right of the entities, by id, tombstones included."""
        return {one.id: one for one in self.mine.notes.entities} if self.mine is not None else {}

    @property
    def called(self) -> Mapping[str, str]:
        """What the reader calls the entities that notes name, where they put one right; see `annotations.naming`."""
        return called(self.corrections.values())

    @property
    def people(self) -> Iterable[Annotator]:
        """Whose notes these are."""
        files = [*self.others.values(), *([self.mine] if self.mine is not None else [])]
        return [opened.notes.annotator for opened in files]

    @property
    def quoting(self) -> str | None:
        """The fingerprint that a span made today must carry; None where the file's header says it."""
        header = (self.mine or self.blank).notes.document.fingerprint
        return None if header == self.subject.fingerprint else self.subject.fingerprint

    def place(self, notes: Sequence[Annotation], header: NotesFile | None = None) -> list[Entry]:
        """The notes of one file, with where they stand; `header` is that file, else the reader's own."""
        file = header or (self.mine or self.blank).notes
        return _placed(self.subject, replace(file, annotations=tuple(notes)), self.data)[0]

    def remember(self) -> None:
        """Keep the text that notes are about, and where they are, so that both are found when they change.

        Raises: StoreError, if the disk refuses; the notes themselves are safe.
        """
        if self.subject.length < LONG:
            texts.put(self.subject.text(), data=self.data)
        library.remember(self.blank.path, fingerprint=self.subject.fingerprint, data=self.data)

    def keep_decisions(self, made: Sequence[Annotation]) -> list[Entry]:
        """Put notes into the adjudicated file, durably; where they stand. Takes its time: not on the screen's thread.

        Raises: StoreError.
        """
        from annotations.adjudication import ADJUDICATED
        from annotations.merge import merge

        path = library.notes_path(
            self.subject.source, annotator=ADJUDICATED.id, fingerprint=self.subject.fingerprint, data=self.data
        )
        opened = store.open_notes(path, document=self.subject.reference(path), annotator=ADJUDICATED)
        header = opened.notes.document.fingerprint
        saved = store.save_together(
            opened,
            store.Change(annotations=tuple(_as_header_says(note, header) for note in made)),
            merge=lambda base, ours, theirs: merge(base, ours, theirs).notes,
        )
        return self.place(made, saved.notes)

    def watch(self) -> Callable[[], list[Path]]:
        """A look at what files of notes there are now; it costs next to nothing while the folders stay the same."""
        folders = {self.blank.path.parent, self.data / library.NOTES_FOLDER}
        if library.is_local(self.subject.source):
            folders.add(Path(self.subject.source).absolute().parent)
        seen: list[int] = []
        found: list[Path] = []
        looks = 0

        def look() -> list[Path]:
            nonlocal seen, found, looks
            now = [_changed(folder) for folder in sorted(folders)]
            # The clock of a folder may be too coarse to tell two changes apart: now and then it is not asked.
            if now != seen or looks % 10 == 0:
                seen, found = now, self.files()
            looks += 1
            return found

        return look

    def files(self) -> list[Path]:
        """Every file of notes on the document there is now."""
        return library.notes_of(self.subject.source, fingerprint=self.subject.fingerprint, data=self.data)


def open_desk(subject: Subject, settings: Settings, *, data: Path | None = None) -> Desk:
    """Read everyone's notes on a document and find their passages.

    A file that cannot be read is in `broken`; the others are opened all the same.
    """
    data = data or library.data_folder()
    me = settings.annotator or default_annotator()
    path = library.notes_path(subject.source, annotator=me.id, fingerprint=subject.fingerprint, data=data)
    opened: dict[Path, OpenNotes] = {}
    broken: dict[Path, PostilError] = {}
    for file in dict.fromkeys([path, *library.notes_of(subject.source, fingerprint=subject.fingerprint, data=data)]):
        try:
            found = store.read(file)
        except PostilError as error:
            broken[file] = error
        else:
            if found is not None:
                opened[file] = found
    marks = () if path in opened or path in broken else _landmarks(subject, settings)
    header = NotesFile(document=subject.reference(path), annotator=me, landmarks=marks)
    blank = OpenNotes(path=path, notes=header)
    entries: list[Entry] = []
    homes: dict[tuple[str, int], Home] = {}
    for one in opened.values():
        placed, around = _placed(subject, one.notes, data)
        entries += placed
        homes |= around
    try:
        history = open_history(path, data=data, known=_ids(opened.get(path)))
    except StoreError as error:
        # Undo reaches back to now only: the acts of this session go to a journal of their own.
        broken[data / FOLDER] = error
        history = History(Path(gettempdir()) / f"postil-{new_id()}.jsonl", path)
    codes = Codebook()
    beside = codebook.find(Path(subject.source)) if library.is_local(subject.source) else None
    if beside is not None:
        try:
            codes = codebook.read(beside)
        except codebook.CodebookError as error:
            broken[beside] = error
    mine = None if path in broken else opened.pop(path, blank)
    if mine is not None and mine.notes.annotator.name != me.name and settings.annotator is not None:
        # The name in the settings is the one to show; the file gets it with its next change.
        me = Annotator(id=me.id, name=me.name)
    return Desk(
        subject=subject,
        data=data,
        me=me,
        blank=blank,
        mine=mine,
        others=opened,
        entries=tuple(entries),
        homes=homes,
        broken=broken,
        history=history,
        codebook=codes,
    )


def _landmarks(subject: Subject, settings: Settings) -> tuple[tuple[int, str], ...]:
    """What a new file of notes on the document is to say of its text."""
    if not settings.landmarks or subject.length >= LONG:
        return ()
    from annotations.anchoring.landmarks import landmarks

    return landmarks(subject.text())


def _placed(subject: Subject, file: NotesFile, data: Path) -> tuple[list[Entry], dict[tuple[str, int], Home]]:
    """The notes of a file with where they stand, and what stood around those spans that stand nowhere for certain."""
    header = file.document.fingerprint
    notes = [note if note.annotator else replace(note, annotator=file.annotator.id) for note in file.annotations]
    if not any(note.spans for note in notes):
        return [Entry(note) for note in notes], {}
    same = all((span.fingerprint or header) == subject.fingerprint for note in notes for span in note.spans)
    if same and subject.length >= LONG:
        return [Entry(note, _as_said(note, subject.length)) for note in notes], {}
    recall = cache(recalling(subject.source, file.document, data=data))
    places = place_all(
        notes,
        subject.text(),
        fingerprint=subject.fingerprint,
        recall=recall,
        default_fingerprint=header,
        landmarks=file.landmarks,
    )
    entries = [Entry(note, places[note.id]) for note in notes]
    return entries, _homes(subject, entries, lambda span: recall(span.fingerprint or header))


def _homes(
    subject: Subject, entries: Iterable[Entry], recall: Callable[[Span], str | None]
) -> dict[tuple[str, int], Home]:
    lost = [
        (entry.note, index)
        for entry in entries
        for index, place in enumerate(entry.places)
        if place.status in ("ambiguous", "orphan") and entry.note.deleted is None
    ]
    if not lost:
        return {}
    headings = frozenset(subject.headings())
    blocks = cache(lambda text: Blocks(text, headings))
    today = blocks(subject.text())
    homes: dict[tuple[str, int], Home] = {}
    for note, index in lost:
        old = recall(note.spans[index])
        homes[note.id, index] = home_of(note.spans[index], None if old is None else blocks(old), today)
    return homes


def _as_header_says(note: Annotation, fingerprint: str) -> Annotation:
    """The note without what the header of its file says already: which text its spans count in."""
    same = (replace(span, fingerprint=None) if span.fingerprint == fingerprint else span for span in note.spans)
    return replace(note, spans=tuple(same))


def _ids(opened: OpenNotes | None) -> set[str]:
    """Of the notes and corrections in a file, tombstones included."""
    if opened is None:
        return set()
    return {note.id for note in opened.notes.annotations} | {one.id for one in opened.notes.entities}


def _headings(document: Document) -> list[str]:
    wanted = ("title", "heading")
    return [document.text[block.start : block.end] for block in document.blocks if block.kind in wanted]


def _as_said(note: Annotation, length: int) -> tuple[Placement, ...]:
    """The places that the note itself says, in the very text it was made in."""
    return tuple(
        Placement(status="exact", confidence=1.0, start=span.start, end=span.end)
        if 0 <= span.start < span.end <= length
        else Placement(status="orphan", confidence=0.0)
        for span in note.spans
    )


def _changed(folder: Path) -> int:
    """When something came into the folder or left it, in nanoseconds; 0 when it cannot be told."""
    try:
        return folder.stat().st_mtime_ns
    except OSError:
        return 0
