"""What the offline page needs: the public keys that may have signed a certificate, published as a script of ours."""

from __future__ import annotations

import json

from affilia.bridges import place, signature


def publish_keys() -> None:
    """Write `verify/keys.js` where the static files are gathered from; older keys stay in it."""
    folder = place("published") / "verify"
    folder.mkdir(parents=True, exist_ok=True)
    known, path = folder / "keys.json", folder / "keys.js"
    keys = json.loads(known.read_text()) if known.exists() else {}
    signer = signature.signer()
    keys[signer.key_id] = signer.public
    known.write_text(json.dumps(keys, sort_keys=True))
    path.write_text(f'"use strict";\nself.AFFILIA_KEYS = {json.dumps(keys, sort_keys=True)};\n')
