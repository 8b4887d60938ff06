"""Run the measurement from file to zaken: `python -m benchmarks`, with the same choices as doorloop.py."""

import subprocess
import sys
from pathlib import Path

sys.exit(subprocess.call([sys.executable, str(Path(__file__).with_name("doorloop.py")), *sys.argv[1:]]))
