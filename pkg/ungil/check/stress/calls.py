"""The generated C of one call: its arguments, its result, and what a caller does afterwards."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from ungil.check.stress import callbacks, stocks
from ungil.check.stress.arguments import filled, size
from ungil.generate.c_types import declaration, handle_type, parameter_declaration, spelling
from ungil.generate.c_writer import CWriter
from ungil.handles import new_handles
from ungil.interface import (
    Access,
    Array,
    Bytes,
    Callback,
    Context,
    Function,
    Handle,
    NewHandle,
    Parameter,
    Reference,
    Text,
    Value,
)


class Call:
    """Writes `ungil_call_NAME`: what each thread does in a round."""

    def __init__(self, function: Function, out: CWriter) -> None:
        self.function = function
        self.out = out
        self.name = function.name
        self.makes = any(True for _ in new_handles(function))

    def places(self) -> Iterator[tuple[Parameter, str]]:
        """Each handle, with its type's stock, and which of how many of the type it is."""
        wanted = [p for p in self.function.parameters if isinstance(p.form, Handle)]
        all_of = Counter(stocks.symbol(p.form.record) for p in wanted if isinstance(p.form, Handle))
        seen: Counter[str] = Counter()
        for parameter in wanted:
            assert isinstance(parameter.form, Handle)
            symbol = stocks.symbol(parameter.form.record)
            yield parameter, f"&{symbol}, {seen[symbol]}, {all_of[symbol]}"
            seen[symbol] += 1

    def write(self) -> None:
        out, function = self.out, self.function
        self._helpers()
        head = f"static void ungil_call_{self.name}("
        parameters = ["ungil_random *ungil_rng", "const void *ungil_shared"]
        parameters.append("ungil_object *ungil_kept")
        with out.function(head + f",\n{' ' * len(head)}".join(parameters) + ")"):
            out.line(f"const ungil_shared_{self.name} *ungil_at = ungil_shared;")
            out.line("(void)ungil_rng;\n(void)ungil_at;\n(void)ungil_kept;")
            for parameter in function.parameters:
                self._take(parameter)
            private = list(self._private())
            for parameter in private:
                self._allocate(parameter)
            visits = self._visit()
            if function.serialized:
                out.line("pthread_mutex_lock(ungil_serial());")
            arguments = [self._argument(each) for each in function.parameters]
            self._result(f"{self.name}({', '.join(arguments)})")
            if function.serialized:
                out.line("pthread_mutex_unlock(ungil_serial());")
            if visits:
                out.line(f"ungil_leave(ungil_visits, {visits});")
            self._settle(arguments)
            for parameter in private:
                self._free(parameter)

    # --- before ------------------------------------------------------------------------------

    def _private(self) -> Iterator[Parameter]:
        """What C writes."""
        for parameter in self.function.parameters:
            match parameter.form:
                case Reference() | Array() | Bytes():
                    if parameter.form.access is not Access.READ:
                        yield parameter
                case NewHandle():
                    yield parameter

    def _take(self, parameter: Parameter) -> None:
        """A variable of the parameter's name."""
        name = parameter.name
        match parameter.form:
            case Value(type):
                self.out.line(f"{type.name} {name} = ungil_at->{name};\n(void){name};")
            case Reference(type, Access.CHANGE | Access.UPDATE):
                self.out.line(f"const {type.name} *{name} = &ungil_at->{name};\n(void){name};")
            case Reference(type, Access.READ):
                self.out.line(f"const {type.name} *{name} = ungil_at->{name};\n(void){name};")
            case Text():
                self.out.line(f"const char *{name} = ungil_at->{name};")
            case Array() | Bytes() if parameter.form.access is Access.READ:
                self.out.line(f"const void *{name} = ungil_at->{name};")

    def _allocate(self, parameter: Parameter) -> None:
        form, out = parameter.form, self.out
        place = f"ungil_own_{parameter.name}"
        match form:
            case Reference(type):
                out.line(f"{type.name} *{place} = {_memory(form.access)}(sizeof *{place});")
                if form.access is not Access.WRITE:
                    out.line(f"*{place} = ungil_at->{parameter.name};")
            case NewHandle(storage=True):
                out.line(f"{handle_type(form)}{place} = ungil_array(sizeof *{place});")
            case NewHandle():
                out.line(f"{handle_type(form)}{place} = NULL;")
            case Array() | Bytes():
                null = f"ungil_at->null_{parameter.name}"
                made = f"{_memory(form.access)}({size(form)})"
                out.line(f"void *{place} = {null} ? NULL : {made};")
                if form.access is not Access.WRITE:
                    with out.block(f"if ({place} != NULL)"):
                        out.line(filled(form, parameter.range, place))

    def _visit(self) -> int:
        """Takes the handles, and goes into those that stay; returns how many these are."""
        out, used = self.out, 0
        entered = []
        for parameter, place in self.places():
            form, name = parameter.form, parameter.name
            assert isinstance(form, Handle)
            type = handle_type(form)
            if form.consumed:
                out.line(f"{type}{name} = ungil_take(ungil_rng, {place});")
                continue
            alone = str(not form.const).lower()
            out.line(f"ungil_visit ungil_at_{name} = ungil_used(ungil_rng, {place}, {alone});")
            if form.or_null:
                with out.block("if (ungil_bits(ungil_rng) % 8 == 0)"):
                    out.line(f"ungil_at_{name}.object = NULL;")
            out.line(f"{type}{name} = ungil_handle(ungil_at_{name});")
            entered.append(f"ungil_at_{name}")
            used += 1
        if used:
            out.line(f"ungil_visit ungil_visits[] = {{{', '.join(entered)}}};")
            out.line(f"ungil_enter(ungil_visits, {used});")
        return used

    def _argument(self, parameter: Parameter) -> str:
        own = f"ungil_own_{parameter.name}"
        match parameter.form:
            case Reference() | Array() | Bytes() if parameter.form.access is not Access.READ:
                return own
            case NewHandle(storage=storage):
                return own if storage else f"&{own}"
            case Callback(or_null=or_null):
                called = callbacks.name(self.function, parameter)
                if or_null or parameter.default is not None:
                    return f"ungil_bits(ungil_rng) % 8 == 0 ? NULL : {called}"
                return called
            case Context():
                return "ungil_rng"
        return parameter.name

    # --- the call and after ------------------------------------------------------------------

    def _result(self, call: str) -> None:
        """The call, and what a caller does with its result: reads a text, frees what is owned."""
        result, out = self.function.result, self.out
        if isinstance(result.form, Text):
            out.line(f"const char *ungil_result = {call};\nungil_read_text(ungil_result);")
        elif result.owned:
            out.line(f"const void *ungil_result = {call};")
        elif self.makes and (returned := self._returned()) is not None:
            out.line(f"{declaration(returned, 'ungil_result')} = {call};\n(void)ungil_result;")
        else:
            out.line(f"{call};" if result.form is None else f"(void){call};")
        if result.owned:
            with out.block("if (ungil_result != NULL)"):
                out.line(f"{result.owned}((void *)ungil_result);")

    def _returned(self) -> str | None:
        """The type of the C result, where the objects that were made need it."""
        match self.function.result.form:
            case Value(type):
                return spelling(type)
            case NewHandle() as form:
                return handle_type(form)
        return None

    def _settle(self, arguments: list[str]) -> None:
        """Keeps what has been made, or destroys it."""
        if not self.makes:
            return
        self.out.line(f"bool ungil_good = {self._is_good()};")
        for form, parameter in new_handles(self.function):
            handle = "ungil_result" if parameter is None else f"ungil_own_{parameter.name}"
            stock = f"&{stocks.symbol(form.record)}"
            freed = "free" if form.storage else self._destroy(form)
            self.out.line(
                f"ungil_made(ungil_kept, {stock}, ungil_good, (void *){handle}, {freed});"
            )

    def _free(self, parameter: Parameter) -> None:
        place = f"ungil_own_{parameter.name}"
        if isinstance(parameter.form, NewHandle):
            return
        if self.makes and parameter.lifetimebound:
            self.out.line(f"ungil_keep(ungil_kept, {place});")
        else:
            self.out.line(f"free({place});")

    # --- functions beside the call -------------------------------------------------------------

    def _helpers(self) -> None:
        """Functions that free what this one makes, and one that says whether it has."""
        made = {self._destroy(form): form for form, _ in new_handles(self.function)}
        for name, form in made.items():
            if not form.storage:
                with self.out.function(f"static void {name}(void *ungil_handle)"):
                    self.out.line(f"{form.destructor}(({spelling(form.record)} *)ungil_handle);")
        errors = self.function.errors
        if not self.makes or errors is None or errors.success is None:
            return
        by_name = {parameter.name: parameter for parameter in self.function.parameters}
        parameters = [parameter_declaration(by_name[name]) for name in errors.success.parameters]
        returned = self._returned()
        if returned is not None:
            parameters.insert(0, declaration(returned, "ungil_result"))
        head = f"static bool ungil_good_{self.name}({', '.join(parameters) or 'void'})"
        with self.out.function(head):
            text = re.sub(r"\breturn\b", "ungil_result", errors.success.text)
            self.out.line(f"return {text};")

    def _destroy(self, form: NewHandle) -> str:
        return f"ungil_destroy_{self.name}_{stocks.symbol(form.record)}"

    def _is_good(self) -> str:
        """C that says whether the call has failed, by its error words."""
        errors, result = self.function.errors, self.function.result
        if errors is None:
            return "true"
        if errors.success is not None:
            by_name = {p.name: p for p in self.function.parameters}
            arguments = [self._argument(by_name[name]) for name in errors.success.parameters]
            if self._returned() is not None:
                arguments.insert(0, "ungil_result")
            return f"ungil_good_{self.name}({', '.join(arguments)})"
        if isinstance(result.form, Value):
            return "ungil_result == 0" if errors.status else "ungil_result >= 0"
        return "true"


def _memory(access: Access) -> str:
    """What allocates memory that C gets to write."""
    return "ungil_junk" if access is Access.WRITE else "ungil_array"
