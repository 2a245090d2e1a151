from tests.unit.registry.conftest import home, homes, loaded, officer, people, steward

__all__ = ["home", "homes", "loaded", "officer", "people", "steward"]
