import { type Random, randomStream } from './random.ts'
import type { SampleRequest } from './request.ts'
import { busyness, SECOND, SLOT, slots, type Week } from './week.ts'
import { type Workload, WORKLOADS } from './workloads.ts'

/** The everyday requests of a slot (given by its start); ask for the slots in order, each once. */
export function everydayTraffic(week: Week, seed: number): (slot: number) => SampleRequest[] {
  const sources = WORKLOADS.map(workload => ({
    workload,
    random: randomStream(seed, `traffic/${workload.name}`),
    wholeWeek: slots(week).reduce((sum, slot) => sum + busyness(workload.rhythm, slot), 0),
  }))
  return slot =>
    sources.flatMap(({ workload, random, wholeWeek }) => {
      const expected = (workload.visitsPerWeek * busyness(workload.rhythm, slot)) / wholeWeek
      const visits = Math.floor(expected + random.fraction())
      return Array.from({ length: visits }, () => visit(workload, random, slot)).flat()
    })
}

function visit(
  { bucket, actors, keys: chooseKey, actions }: Workload,
  random: Random,
  slot: number,
): SampleRequest[] {
  const time = slot + SECOND * random.between(0, SLOT / SECOND - 1)
  const actor = random.pick(actors)
  return random.weighted(actions)({ random, time, bucket, actor, key: chooseKey(random, time) })
}
