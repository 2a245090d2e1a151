from ayni.commons.audit.errors import NotPermitted

__all__ = ["NotPermitted"]
