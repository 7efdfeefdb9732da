import type { Section } from '../section.ts'
import { builds } from './builds.ts'
import { churn } from './churn.ts'
import { memory } from './memory.ts'
import { micro } from './micro.ts'
import { realPrograms } from './real-programs.ts'
import { server } from './server.ts'

/** In the order of the table. */
export const sections: readonly Section[] = [micro, server, realPrograms, memory, churn, builds]
