#!/bin/sh
# Bring the browser and the fonts that the tests of pages need, on Debian and its kin, as root.
# Anywhere else, or where they are there already, say one line and leave.
set -eu
for name in chromium chromium-browser google-chrome; do
    if command -v "$name" > /dev/null 2>&1; then
        echo "chromium: $name is there"
        exit 0
    fi
done
if [ "$(id -u)" != 0 ] || ! command -v apt-get > /dev/null 2>&1; then
    echo "chromium: not here; tests in a browser are skipped (install chromium, fonts-noto-core, fonts-noto-cjk)"
    exit 0
fi
patient="-o Acquire::Retries=5 -o DPkg::Lock::Timeout=300"
export DEBIAN_FRONTEND=noninteractive
apt-get $patient update -qq
apt-get $patient install -y -qq --no-install-recommends chromium fonts-noto-core fonts-noto-cjk > /dev/null
echo "chromium: installed"
