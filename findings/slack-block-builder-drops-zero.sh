#!/usr/bin/env bash
# slack-block-builder 2.8.0: a number input that starts at 0 and must not be below 0 loses both zeros.
#
# Expected: min_value "0" and initial_value "0", as set with the builder's own minValue and
#   initialValue. Slack's reference allows any number in them (Block Kit, "Number input element").
# Seen: the zeros are left out without an error, so negative numbers are accepted and the field is
#   empty; 1 is kept, and so is a minLength of 0 of a text input.
# Matters: thresholds ("warn when refused is above 0") are the numbers that forms of this field ask
#   for, and 0 is the commonest of them.
set -euo pipefail
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
cd "$dir"
npm install --silent --no-audit --no-fund --prefix . slack-block-builder@2.8.0

cat > expected <<'END'
set 0: {"max_value":"10","type":"number_input"}
set 1: {"min_value":"1","max_value":"10","initial_value":"1","type":"number_input"}
minLength 0: 0
END

cat > run.cjs <<'END'
const { Input, Modal, NumberInput, TextInput } = require('slack-block-builder')
const built = (element) =>
  Modal({ title: 'Watch' }).blocks(Input({ label: 'Refused' }).element(element)).buildToObject()
    .blocks[0].element
for (const n of [0, 1]) {
  const element = NumberInput({ minValue: n, maxValue: 10, initialValue: n })
  const { min_value, max_value, initial_value, type } = built(element)
  console.log(`set ${n}: ${JSON.stringify({ min_value, max_value, initial_value, type })}`)
}
console.log(`minLength 0: ${built(TextInput({ minLength: 0 })).min_length}`)
END
node run.cjs > seen

diff expected seen || { echo "changed: slack-block-builder no longer behaves as described" >&2; exit 1; }
cat seen
echo "as described"
