"""A module that is imported lazily is loaded on the first use of one of its attributes, not before."""

from __future__ import annotations

import sys
import types

import pytest

from briefing.core.lazy_imports import lazy_imports

NAME = "lazily_imported_example"


@pytest.fixture(autouse=True)
def example(tmp_path, monkeypatch):
    """A module on the path that nothing has imported yet."""
    (tmp_path / f"{NAME}.py").write_text("def twice(number, *, plus=0):\n    return 2 * number + plus\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    yield
    sys.modules.pop(NAME, None)


def is_loaded(module: object) -> bool:
    return isinstance(module, types.ModuleType) and "__file__" in vars(module)


def test_a_module_is_loaded_when_an_attribute_is_read():
    with lazy_imports(NAME):
        module = __import__(NAME)
        assert not is_loaded(module)
        assert module.twice(3) == 6
        assert is_loaded(sys.modules[NAME])
    assert is_loaded(sys.modules[NAME]), "what was loaded stays"
    assert module.twice(4) == 8, "a placeholder that an importer keeps still works"


def test_a_placeholder_is_gone_after_the_context():
    with lazy_imports(NAME):
        module = __import__(NAME)
    assert NAME not in sys.modules
    assert is_loaded(__import__(NAME))
    loaded = sys.modules[NAME]
    assert module.twice(1) == 2
    assert sys.modules[NAME] is loaded, "the module is not loaded a second time"


def test_a_function_can_be_imported_by_name_and_loads_its_module_when_it_is_called():
    with lazy_imports(functions=(NAME,)):
        twice = __import__(NAME, fromlist=["twice"]).twice
        assert not is_loaded(sys.modules[NAME])
    assert NAME not in sys.modules
    assert twice(3, plus=1) == 7
    assert is_loaded(sys.modules[NAME])


@pytest.mark.parametrize("how", [{"names": (NAME,)}, {"names": (), "functions": (NAME,)}])
def test_reading_a_special_attribute_loads_nothing(how):
    with lazy_imports(*how["names"], functions=how.get("functions", ())):
        module = sys.modules[NAME]
        with pytest.raises(AttributeError, match=r"^__path__$"):
            module.__path__  # noqa: B018
        assert sys.modules[NAME] is module


def test_a_module_that_is_loaded_already_stays():
    loaded = __import__(NAME)
    with lazy_imports(NAME, functions=(NAME,)):
        assert sys.modules[NAME] is loaded
    assert sys.modules[NAME] is loaded


def test_an_error_inside_the_context_leaves_no_placeholder():
    with pytest.raises(ZeroDivisionError), lazy_imports(NAME):
        raise ZeroDivisionError
    assert NAME not in sys.modules
