"""Read flows, facts and emergency numbers from the package into a `Library`.

Rules: what is loaded can be walked: every target exists, every node leads on, rests or returns. All faults of all files are reported
together. This is the only module of the flows that reads files; the engine gets values.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from importlib import resources

import yaml

from flows.cards import card_flow, read_facts
from flows.definition import (
    AGAIN,
    GUESSED,
    MAX_CHOICES,
    RETURN,
    Branch,
    Choice,
    Do,
    Fact,
    Flow,
    FlowKind,
    Hearing,
    Library,
    Line,
    Node,
    Place,
    Reader,
    ReaderKind,
    Search,
    Target,
)  # fmt: skip
from flows.directory.emergency import load_emergency
from flows.source import Fault, LibraryError, Source

FLOW_FIELDS = {"flow", "kind", "start", "resumes", "hears", "triggers", "nodes"}
NODE_FIELDS = {"say", "set", "choices", "languages", "read", "then", "find", "go", "do", "next", "resume", "waits", "otherwise", "again"}
CHOICE_FIELDS = {"label", "to", "do", "set", "only"}
ARGUMENTS = {"number", "staff"}
"""What a text can be given by name: the emergency number of the person's country; whether staff are `here` or `away`."""


def load_library() -> Library:
    """Read the flows of the package.

    Raises: LibraryError with every fault of every file.
    """
    root = resources.files("flows")
    flows = [Source(f"library/{item.name}", item.read_text("utf-8")) for item in _yaml(root.joinpath("library").iterdir())]
    cards = [Source(f"rights/{item.name}", item.read_text("utf-8")) for item in _yaml(root.joinpath("rights").iterdir())]
    facts = Source("facts.yaml", root.joinpath("facts.yaml").read_text("utf-8"))
    return build_library(flows, cards, load_emergency(), [facts])


def build_library(
    flow_files: Iterable[Source], card_files: Iterable[Source], emergency: Mapping[str, str], fact_files: Iterable[Source] = ()
) -> Library:
    """Build a library from files that were read. Raises: LibraryError."""
    faults: list[Fault] = []
    flows: dict[str, Flow] = {}
    hearings: dict[str, Hearing] = {}
    alarms: dict[str, str] = {}
    facts: dict[str, Fact] = {}
    lines: dict[Place, tuple[Source, yaml.Node]] = {}
    for source in flow_files:
        flow = _FlowReader(source, hearings, alarms, lines).read()
        if flow.name in flows:
            source.fault(source.root, "flow", "a name used once", flow.name)
        flows[flow.name] = flow
        faults += source.faults
    for source in card_files:
        flow, found = card_flow(source)
        flows[flow.name] = flow
        facts.update(found)
        faults += source.faults
    for source in fact_files:
        facts.update(read_facts(source))
        faults += source.faults
    library = Library(flows, hearings, alarms, emergency, facts)
    faults += _broken_targets(library, lines)
    if faults:
        raise LibraryError(faults)
    return library


def read_target(text: str) -> Target:
    """Read `node`, `flow/node`, `flow/` (its start), `@return` or `@again`."""
    flow, slash, node = text.partition("/")
    return Target(flow, node) if slash else Target("", text)


class _FlowReader:
    """Reads one flow, noting faults in its source."""

    def __init__(
        self, source: Source, hearings: dict[str, Hearing], alarms: dict[str, str], lines: dict[Place, tuple[Source, yaml.Node]]
    ) -> None:
        self._source = source
        self._hearings = hearings
        self._alarms = alarms
        self._lines = lines

    def read(self) -> Flow:
        source = self._source
        if source.root is None:
            return Flow(source.file, FlowKind.MAIN, "", {})
        fields = source.mapping(source.root, "the file", FLOW_FIELDS)
        name = source.text(fields.get("flow"), "flow")
        kind = source.word(fields["kind"], "kind", set(FlowKind)) if "kind" in fields else FlowKind.MAIN
        nodes = {key: self._node(name, key, value) for key, value in source.mapping(fields.get("nodes"), "nodes").items()}
        start = source.text(fields["start"], "start") if "start" in fields else next(iter(nodes), "")
        if start not in nodes:
            source.fault(fields.get("start", source.root), "start", "a node of the flow", start or "nothing")
        for trigger in source.items(fields.get("triggers"), "triggers"):
            self._alarms[source.text(trigger, "triggers")] = name
        if "hears" in fields:
            self._hears(name, start, fields["hears"])
        resumes = "resumes" in fields and source.word(fields["resumes"], "resumes", {"true", "false"}) == "true"
        return Flow(name, FlowKind(kind or FlowKind.MAIN), start, nodes, resumes)

    def _hears(self, flow: str, start: str, node: yaml.Node) -> None:
        for intent, value in self._source.mapping(node, "hears").items():
            if intent in self._hearings:
                self._source.fault(value, f"hears.{intent}", "heard by one flow", "a second one")
            fields = (
                self._source.mapping(value, f"hears.{intent}", {"to", "set", "label"})
                if isinstance(value, yaml.MappingNode)
                else {"to": value}
            )
            to = self._source.text(fields["to"], f"hears.{intent}.to") if "to" in fields else start
            sets = self._source.texts(fields["set"], f"hears.{intent}.set") if "set" in fields else {}
            label = self._source.text(fields["label"], f"hears.{intent}.label") if "label" in fields else ""
            self._hearings[intent] = Hearing((flow, to), sets, label)
            self._lines[f"hears.{intent}", to] = (self._source, value)

    def _node(self, flow: str, name: str, node: yaml.Node) -> Node:
        source = self._source
        self._lines[flow, name] = (source, node)
        fields = source.mapping(node, name, NODE_FIELDS)
        choices = tuple(self._choice(name, item) for item in source.items(fields.get("choices"), f"{name}.choices"))
        if len(choices) > MAX_CHOICES:
            source.fault(fields["choices"], f"{name}.choices", f"at most {MAX_CHOICES}", str(len(choices)))
        do = source.word(fields["do"], f"{name}.do", set(Do)) if "do" in fields else None
        built = Node(
            name,
            says=tuple(self._line(name, item) for item in source.items(fields.get("say"), f"{name}.say")),
            sets=source.texts(fields["set"], f"{name}.set") if "set" in fields else {},
            choices=choices,
            languages="languages" in fields,
            reader=self._reader(name, fields),
            search=self._search(name, fields.get("find")),
            branch=self._branch(name, fields.get("go")),
            do=Do(do) if do else None,
            next=self._target(fields.get("next"), f"{name}.next"),
            resume=self._target(fields.get("resume"), f"{name}.resume"),
            waits="waits" in fields and source.word(fields["waits"], f"{name}.waits", {"true", "false"}) == "true",
            otherwise=self._target(fields.get("otherwise"), f"{name}.otherwise"),
            again=self._line(name, fields["again"]) if "again" in fields else None,
        )
        onward = [built.rests, built.search is not None, built.branch is not None, built.next is not None, built.do is not None]
        if not any(onward):
            source.fault(node, name, "a node that leads on: choices, read, find, go, do or next")
        return built

    def _line(self, name: str, node: yaml.Node) -> Line:
        source = self._source
        if isinstance(node, yaml.ScalarNode):
            return Line(node.value)
        fields = source.mapping(node, f"{name}.say", {"text", "give"})
        give = tuple(
            source.word(item, f"{name}.say.give", ARGUMENTS) or "" for item in source.items(fields.get("give"), f"{name}.say.give")
        )
        return Line(source.text(fields.get("text"), f"{name}.say.text"), give)

    def _choice(self, name: str, node: yaml.Node) -> Choice:
        source = self._source
        where = f"{name}.choices"
        fields = source.mapping(node, where, CHOICE_FIELDS)
        do = source.word(fields["do"], f"{where}.do", set(Do)) if "do" in fields else None
        if "to" not in fields and do is None:
            source.fault(node, where, "a choice with `to` or `do`")
        label = source.text(fields.get("label"), f"{where}.label")
        if label in GUESSED and do != GUESSED[label]:
            source.fault(node, where, f"a choice that does what its label {label} offers: `do: {GUESSED[label]}`", do or "nothing")
        only = next(iter(source.texts(fields["only"], f"{where}.only").items()), None) if "only" in fields else None
        return Choice(
            label,
            to=self._target(fields.get("to"), f"{where}.to"),
            do=Do(do) if do else None,
            sets=source.texts(fields["set"], f"{where}.set") if "set" in fields else {},
            only=only,
        )

    def _reader(self, name: str, fields: Mapping[str, yaml.Node]) -> Reader | None:
        if "read" not in fields:
            return None
        kind = self._source.word(fields["read"], f"{name}.read", set(ReaderKind))
        then = self._target(fields.get("then"), f"{name}.then")
        if then is None:
            self._source.fault(fields["read"], f"{name}.then", "the node after what was read", "nothing")
        return Reader(ReaderKind(kind), then) if kind and then else None

    def _search(self, name: str, node: yaml.Node | None) -> Search | None:
        if node is None:
            return None
        source = self._source
        fields = source.mapping(node, f"{name}.find", {"need", "who", "most", "some", "none", "failed"})
        ways = {way: self._target(fields.get(way), f"{name}.find.{way}") for way in ("some", "none", "failed")}
        for way, target in ways.items():
            if target is None:
                source.fault(node, f"{name}.find.{way}", "the node for that outcome", "nothing")
        some, none, failed = (ways[way] or Target("", RETURN) for way in ("some", "none", "failed"))
        who = source.text(fields["who"], f"{name}.find.who") if "who" in fields else "survivor"
        most = (source.word(fields["most"], f"{name}.find.most", {"1", "2", "3"}) or "3") if "most" in fields else "3"
        return Search(source.text(fields.get("need"), f"{name}.find.need"), some, none, failed, who, int(most))

    def _branch(self, name: str, node: yaml.Node | None) -> Branch | None:
        if node is None:
            return None
        source = self._source
        fields = source.mapping(node, f"{name}.go", {"by", "to", "else"})
        cases = {value: read_target(to) for value, to in source.texts(fields.get("to"), f"{name}.go.to").items()}
        other = self._target(fields.get("else"), f"{name}.go.else")
        if other is None:
            source.fault(node, f"{name}.go.else", "the node for every other value", "nothing")
        return Branch(source.text(fields.get("by"), f"{name}.go.by"), cases, other or Target("", RETURN))

    def _target(self, node: yaml.Node | None, field: str) -> Target | None:
        return None if node is None else read_target(self._source.text(node, field))


def targets(node: Node) -> Iterable[Target]:
    """Yield every target of a node."""
    singles = [node.next, node.resume, node.otherwise, node.reader.then if node.reader else None, *(choice.to for choice in node.choices)]
    yield from (target for target in singles if target is not None)
    if node.search:
        yield from (node.search.some, node.search.none, node.search.failed)
    if node.branch:
        yield from (*node.branch.cases.values(), node.branch.other)


def _broken_targets(library: Library, lines: Mapping[Place, tuple[Source, yaml.Node]]) -> list[Fault]:
    """Return a fault for each target that does not exist."""
    found: list[Fault] = []
    for flow in library.flows.values():
        for node in flow.nodes.values():
            for target in targets(node):
                if not _exists(library, flow, target):
                    source, where = lines.get((flow.name, node.name), (None, None))
                    line = where.start_mark.line + 1 if where is not None else 1
                    found.append(
                        Fault(source.file if source else flow.name, line, node.name, "a node with targets that exist", str(target))
                    )
    for intent, hearing in library.hearings.items():
        if library.node(hearing.to) is None:
            found.append(Fault(f"library/{hearing.to[0]}", 1, f"hears.{intent}", "a node of the flow", hearing.to[1]))
    return found


def _exists(library: Library, flow: Flow, target: Target) -> bool:
    """Say whether a target of `flow` leads somewhere."""
    if target.node in {RETURN, AGAIN}:
        return True
    there = library.flows.get(target.flow) if target.flow else flow
    return there is not None and (not target.node or target.node in there.nodes)


def _yaml(items: Iterable[object]) -> list[resources.abc.Traversable]:
    """Return the YAML files among `items`, by name."""
    files = [item for item in items if isinstance(item, resources.abc.Traversable) and item.name.endswith(".yaml")]
    return sorted(files, key=lambda item: item.name)
