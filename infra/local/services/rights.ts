import type { SettingsInput } from '../../../bot/model/settings.ts'

/**
 * Who may ask what of the sample company, to be tried as different people. In #incidents and #data-platform everybody
 * may ask anything. In #support Ada and Grace (on-call) may ask about the invoices, Linus who was denied the exports,
 * Tom nothing. Mary (security) may ask everything everywhere. Ada reads who asked what.
 */
export const EXAMPLE_RIGHTS = {
  owners: ['U0ADA'],
  rules: [
    {
      name: 'on-call',
      channels: ['C0SUPPORT'],
      groups: ['S0ONCALL'],
      buckets: ['shop-inv*'],
    },
    {
      name: 'exports',
      channels: ['C0SUPPORT'],
      people: ['U0LINUS'],
      buckets: ['shop-exports'],
      analyses: ['Access denied and errors'],
    },
    { name: 'security', channels: ['*'], groups: ['S0SECURITY'], buckets: ['*'] },
  ],
} satisfies Partial<SettingsInput>
