// @ts-check
/** The shortcodes that messages use, as Slack spells them. An unknown one stays text, colons and all. */
const TABLE = `
  +1 👍  -1 👎  alarm_clock ⏰  arrow_down ⬇️  arrow_right ➡️  arrow_up ⬆️  arrows_counterclockwise 🔄
  bar_chart 📊  bell 🔔  black_circle ⚫  boom 💥  bucket 🪣  bug 🐛  bulb 💡  calendar 📅
  card_index_dividers 🗂️  chart_with_downwards_trend 📉  chart_with_upwards_trend 📈  clipboard 📋
  clock1 🕐  cloud ☁️  computer 💻  construction 🚧  cop 👮  date 📅  detective 🕵️  door 🚪  earth_africa 🌍
  exclamation ❗  eyes 👀  file_folder 📁  fire 🔥  gear ⚙️  globe_with_meridians 🌐  grey_question ❔
  hammer_and_wrench 🛠️  heavy_check_mark ✔️  hourglass ⌛  hourglass_flowing_sand ⏳  house 🏠
  inbox_tray 📥  information_source ℹ️  key 🔑  large_blue_circle 🔵  large_green_circle 🟢
  large_orange_circle 🟠  large_yellow_circle 🟡  link 🔗  lock 🔒  loudspeaker 📢  mag 🔍  mag_right 🔎
  memo 📝  moneybag 💰  no_entry ⛔  no_entry_sign 🚫  octagonal_sign 🛑  outbox_tray 📤  package 📦
  page_facing_up 📄  paperclip 📎  pencil2 ✏️  pushpin 📌  question ❓  raised_hands 🙌  red_circle 🔴
  repeat 🔁  robot_face 🤖  rocket 🚀  rotating_light 🚨  scroll 📜  shield 🛡️  slightly_smiling_face 🙂
  smile 😄  sparkles ✨  stopwatch ⏱️  tada 🎉  thinking_face 🤔  thumbsdown 👎  thumbsup 👍  timer_clock ⏲️
  triangular_flag_on_post 🚩  unlock 🔓  warning ⚠️  wastebasket 🗑️  wave 👋  white_check_mark ✅
  white_circle ⚪  wrench 🔧  x ❌  zap ⚡  zzz 💤
`

/** @type {Map<string, string>} */
const EMOJI = new Map()
for (const [, name, char] of TABLE.matchAll(/(\S+) (\S+)/g)) EMOJI.set(name ?? '', char ?? '')

/**
 * @param {string} name a shortcode without colons
 * @returns {string | undefined}
 */
export function emojiOf(name) {
  return EMOJI.get(name)
}

/**
 * The emoji at `start` of a text, if a known shortcode is there on its own. Letters and digits on either
 * side mean that the colons belong to something else: an ARN, a time, a key.
 * @param {string} text
 * @param {number} start position of the first colon
 * @returns {{ char: string, name: string, length: number } | undefined}
 */
export function emojiAt(text, start) {
  const name = /^:([a-z0-9_+'-]+):/.exec(text.slice(start, start + 60))?.[1]
  const char = name && EMOJI.get(name)
  if (!name || !char) return undefined
  const after = text[start + name.length + 2] ?? ''
  if (/\w/.test(text[start - 1] ?? '') || /\w/.test(after)) return undefined
  return { char, name, length: name.length + 2 }
}

/**
 * Replaces the shortcodes of a plain text.
 * @param {string} text
 */
export function withEmoji(text) {
  let out = ''
  for (let at = 0; at < text.length; ) {
    const found = text[at] === ':' ? emojiAt(text, at) : undefined
    out += found ? found.char : text[at]
    at += found ? found.length : 1
  }
  return out
}
