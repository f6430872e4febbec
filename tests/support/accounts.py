"""The account of the operating system under which a site of the tests runs."""

from __future__ import annotations

import os
from pathlib import Path

from majlis.site.system_account import SystemAccount, new_site_account


def account_for(folder: Path) -> SystemAccount:
    """This user's account; for root that of the owner of the folder, or the account of sites."""
    if os.geteuid() != 0:
        return SystemAccount(os.geteuid(), os.getegid())
    owner = folder.stat()
    if owner.st_uid == 0:
        return new_site_account()
    return SystemAccount(owner.st_uid, owner.st_gid, dropped=True)
