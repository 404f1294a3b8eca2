"""Walk nodes until one rests: the part of a step that knows what flows are made of.

Rules: pure, and bounded by `MAX_HOPS`; a broken flow becomes an `Alert` and a kind sentence, never an exception; who is interrupted is
kept by `flows.stack`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from flows.definition import (
    AGAIN,
    GUESSED,
    MAX_CHOICES,
    RETURN,
    Choice,
    Do,
    FlowKind,
    Library,
    Line,
    Node,
    Place,
    Search,
    Target,
)  # fmt: skip
from flows.stack import kept, waiting
from flows.values import (
    Alert,
    Arg,
    DropCase,
    Effect,
    Erase,
    Exit,
    Hush,
    Mode,
    Offer,
    OpenCase,
    PassWords,
    Query,
    Say,
    State,
    Step,
)  # fmt: skip

MAX_HOPS = 20
"""Nodes that one step may pass. More means that flows lead in a circle."""

ANYWHERE = "112"
"""Works on mobiles in many countries; said as just that while the country is unknown."""

PENDING = "pending"
NOTHING: Mapping[str, str] = {}
ENDS = frozenset({Do.EXIT, Do.COVER, Do.ERASE})
HOME: Place = ("menu", "needs")
OPENING: Place = ("opening", "hello")


class Walk:
    """One step while it is taken: the state as it becomes, and the effects so far."""

    def __init__(self, library: Library, languages: tuple[str, ...], state: State) -> None:
        self.library = library
        self.languages = languages
        self.state = state
        self.effects: list[Effect] = []

    @property
    def step(self) -> Step:
        """What it came to."""
        return Step(self.state, tuple(self.effects))

    @property
    def place(self) -> Place:
        """Where the conversation stands."""
        return self.state.flow, self.state.node

    @property
    def node(self) -> Node | None:
        """The node it stands at; None before the opening, or if this version does not know it."""
        return self.library.node(self.place)

    def say(self, text: str, **args: Arg) -> None:
        """Say a text."""
        self.effects.append(Say(text, args))

    def slot(self, name: str) -> str:
        """Return a slot, "" if it is empty. `mode` is one too."""
        return str(self.state.mode) if name == "mode" else self.state.slots.get(name, "")

    def set(self, **slots: str) -> None:
        """Fill slots; "" empties one."""
        now = self.state.slots
        if all(now.get(name, "") == value for name, value in slots.items()):
            return
        merged = {**now, **slots}
        self.state = replace(self.state, slots={name: value for name, value in merged.items() if value})

    def number(self) -> str:
        """Return the emergency number of the person's country, "" while the country is unknown."""
        return self.library.emergency.get(self.slot("country"), "")

    def enter(self, place: Place, *, opened: bool = False, fill: Mapping[str, str] = NOTHING) -> None:
        """Go to a place and on from there until the conversation rests.

        `opened`: the case of this alarm is open already. `fill`: slots that the new flow begins with.
        """
        for _ in range(MAX_HOPS):
            node = self.library.node(place)
            if node is None:
                return self.broken(place)
            kind = self.library.flows[place[0]].kind
            if kind is FlowKind.ALARM and place == self.library.start(place[0]) and not opened and place[0] != self.state.flow:
                return self.open(place[0], (self._trigger(place[0]),))
            self._wait(place[0], kind)
            self.set(**fill)
            if self.place != place or self.state.misses:
                self.state = replace(self.state, flow=place[0], node=place[1], misses=0)
            onward = self._pass(node)
            if onward is None:
                return None
            place, opened, fill = onward, True, NOTHING
        return self.broken(self.place)

    def follow(self, target: Target, fill: Mapping[str, str] = NOTHING) -> None:
        """Go where a target points."""
        self.enter(self._resolve(target), fill=fill)

    def ask_again(self) -> None:
        """Ask the present question again, or open the conversation if there is none."""
        node = self.node
        if not self.state.flow:
            self.enter(OPENING)
        elif node is None:
            self.broken(self.place)
        elif node.resume is not None:
            self.follow(node.resume)
        elif node.waits and node.otherwise is not None:
            self.follow(node.otherwise)
        else:
            misses = self.state.misses
            self.enter(self.place, opened=True)
            self.state = replace(self.state, misses=misses)

    def offer_again(self, *, asked: bool = False) -> None:
        """Offer the answers again, without what was said before them: the person has that on the screen. `asked`: the question too."""
        node = self.node
        if node is None or self.place == OPENING or (node.waits and not self.offered()):
            return self.ask_again()
        question = node.says[-1] if node.reader is not None and node.says else node.again if asked else None
        if question is not None:
            self._line(question)
        if labels := tuple(choice.label for choice in self.offered()):
            self.effects.append(Offer(labels))
        return None

    def give_back(self) -> None:
        """Return to whoever waits, or to the menu."""
        self.follow(Target("", RETURN))

    def broken(self, place: Place) -> None:
        """Tell the operator, say a kind sentence, begin again."""
        self.effects = [effect for effect in self.effects if not isinstance(effect, Say | Offer | Query)]
        known = place[0] in self.library.flows
        self.effects.append(Alert(f"flow-broken:{place[0]}/{place[1]}" if known else "flow-unknown"))
        self.state = State(mode=self.state.mode, slots=self.kept())
        self.say("try-again")
        if self.library.node(OPENING) is not None:
            self.enter(OPENING)

    def ask(self, search: Search) -> None:
        """Ask the directory."""
        need = self.slot(search.need[1:]) if search.need.startswith("@") else search.need
        self.set(**{PENDING: "find:"})
        skip = int(self.slot("page") or 0) * search.most
        self.effects.append(Query("find", need=need, country=self.slot("country"), who=search.who, skip=skip))

    def go_brief(self) -> None:
        """Go brief: what was on the screen is forgotten, so that a return begins with the neutral question."""
        self.state = replace(self.state, brief=True, flow=OPENING[0], node=OPENING[1], stack=(), misses=0, slots=self.kept())

    def open(self, flow: str, triggers: tuple[str, ...]) -> None:
        """Ask who is there; the case is opened with the answer, before the alarm's first sentence."""
        if self.state.mode is Mode.LIVE:
            self.effects.append(OpenCase(triggers))
            self.enter(("person", "live"), opened=True)
            return
        self.set(**{PENDING: f"open:{flow}:{','.join(triggers)}"})
        self.effects.append(Query("staffed"))

    def offered(self) -> tuple[Choice, ...]:
        """Return the choices of the present node, languages first, in the order in which they are numbered."""
        node = self.node
        if node is None:
            return ()
        own = [self._named(choice) for choice in node.choices if choice.only is None or self.slot(choice.only[0]) == choice.only[1]]
        own = [choice for choice in own if choice.label]
        tongues = self.languages[: MAX_CHOICES - len(own)] if node.languages else ()
        return (*(Choice(f"language-{tag}", Target("", RETURN)) for tag in tongues), *own)

    def _named(self, choice: Choice) -> Choice:
        """Return a choice with its label: a guess is called what it is, so that the person sees what was guessed."""
        if choice.label not in GUESSED:
            return choice
        hearing = self.library.hearings.get(self.slot(GUESSED[choice.label]))
        return replace(choice, label=hearing.label if hearing else "")

    def act(self, choice: Choice) -> None:
        """Do what a choice says."""
        if choice.do is not None and self._do(choice.do):
            return
        if choice.to is not None:
            self.follow(choice.to, choice.sets)

    def _pass(self, node: Node) -> Place | None:
        """Take one node. Returns the next place, or None when the step ends here."""
        self.set(**node.sets)
        for line in node.says:
            self._line(line)
        if node.do is not None and self._do(node.do):
            return None
        if node.search is not None:
            self.ask(node.search)
            return None
        if node.branch is not None:
            target = node.branch.cases.get(self.slot(node.branch.slot), node.branch.other)
            return self._resolve(target)
        if node.rests:
            labels = tuple(choice.label for choice in self.offered())
            if labels:
                self.effects.append(Offer(labels))
            return None
        return self._resolve(node.next or Target("", RETURN))

    def _line(self, line: Line) -> None:
        """Say a line with what it wants to know."""
        args: dict[str, Arg] = dict(line.literal)
        if "number" in line.give:
            args["number"] = self.number() or ANYWHERE
        if "staff" in line.give:
            args["staff"] = "here" if self.state.mode is Mode.QUEUE else "away"
        self.effects.append(Say(line.text, args))

    def _do(self, do: Do) -> bool:
        """Do it. Returns True when the step ends with it, or goes on elsewhere."""
        match do:
            case Do.PASS_WORDS | Do.NO_WORDS:
                self.effects.append(PassWords(do is Do.PASS_WORDS))
                self.set(consent="asked")
            case Do.DROP_CASE:
                self.effects.append(DropCase())
                self.set(consent="", limits="")
                self.state = replace(self.state, mode=Mode.TALK)
            case Do.HUSH:
                self.effects.append(Hush())
            case Do.EXIT:
                self.leave(Exit())
            case Do.COVER:
                self.leave(Exit(cover=True))
            case Do.ERASE:
                self.leave(Erase())
            case _:
                return self._lead(do)
        return do in ENDS

    def _lead(self, do: Do) -> bool:
        """Do what leads elsewhere: to a person, an alarm, what was guessed, a few plain words."""
        match do:
            case Do.ASK_PERSON:
                self.open("person", ("human",))
            case Do.LOOK_AGAIN:
                self.set(**{PENDING: "look:"})
                self.effects.append(Query("staffed"))
            case Do.RAISE:
                trigger = self.state.node
                self.open(self.library.alarms.get(trigger, "person"), (trigger,))
            case Do.GUESS | Do.SECOND:
                hearing = self.library.hearings.get(self.slot(do))
                if hearing is None:
                    return False
                self.enter(hearing.to, fill=hearing.sets)
            case _:
                self.go_brief()
                self.say("brief-ok")
                self.effects.append(Hush())
        return True

    def leave(self, effect: Exit | Erase) -> None:
        """End the conversation with an exit or an erasure. Nothing of the state stays."""
        self.effects.append(effect)
        self.state = State(mode=Mode.COVER) if isinstance(effect, Exit) and effect.cover else State()

    def _resolve(self, target: Target) -> Place:
        """Return the place that a target means from here."""
        if target.node == RETURN:
            if self.state.stack:
                place = self.state.stack[-1]
                self.state = replace(self.state, stack=self.state.stack[:-1], flow=place[0], node=place[1], slots=self.kept())
                return place
            return HOME
        if target.node == AGAIN:
            return self.place
        flow = target.flow or self.state.flow
        if not target.node and flow in self.library.flows:
            return self.library.start(flow)
        return flow, target.node

    def _wait(self, flow: str, kind: FlowKind) -> None:
        """Keep who is interrupted by entering `flow`, or forget it. What was gathered on the way is dropped."""
        if flow == self.state.flow:
            return
        stack, slots = waiting(self.library, self.state, kind), self.kept()
        if stack != self.state.stack or len(slots) != len(self.state.slots):
            self.state = replace(self.state, stack=stack, slots=slots)

    def kept(self) -> dict[str, str]:
        """Return the slots that outlive a flow."""
        return kept(self.state)

    def _trigger(self, flow: str) -> str:
        """Return the trigger that an alarm flow answers."""
        return next((trigger for trigger, name in self.library.alarms.items() if name == flow), "human")
