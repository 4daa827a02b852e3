internal import Storage
internal import Supervision

extension Role: StoredWord {}
