import { contract } from '../aws/contract.ts'
import { startServicesAlone } from '../support/passes.ts'

/** The embedded services keep what the bot relies on; `npm run test:aws` asks the same of a real account. */
contract(async () => {
  const services = await startServicesAlone()
  return { deps: services.deps, close: () => services.stop() }
})
