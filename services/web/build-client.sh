#!/bin/sh
# Builds the browser application when there is no build yet, or one that is older than its sources.
# Never in the way of a start: without Vite nothing is done, and a build that fails is told of and left.
set -eu

here=$(cd -- "$(dirname -- "$0")" && pwd)
root=$(cd -- "$here/../.." && pwd)
node="$root/node_modules/.bin/node"
vite="$root/node_modules/vite/bin/vite.js"
client="$here/client"
page="$client/dist/index.html"

[ -x "$node" ] && [ -f "$vite" ] && [ -w "$client" ] || exit 0
if [ -f "$page" ]; then
  newer=$(find "$client/src" "$client/public" "$client/index.html" "$client/package.json" "$client/vite.config.ts" \
    "$root/packages/contract/src/paths.ts" -newer "$page" -type f 2>/dev/null | head -n 1)
  [ -n "$newer" ] || exit 0
fi
echo "Building the web interface (once) ..." >&2
if ! told=$(cd "$client" && NODE_ENV=production "$node" "$vite" build --logLevel warn 2>&1 </dev/null); then
  echo "The web interface could not be built; the API works without it. npm run build tells more:" >&2
  printf '%s\n' "$told" | tail -n 5 >&2
fi
