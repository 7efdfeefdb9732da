#!/usr/bin/env node
import { runCli } from './cli/cli.ts'

const argv = process.argv.slice(2)
const split = argv.includes('--') ? argv.indexOf('--') : argv.length

process.exitCode = await runCli({ words: argv.slice(0, split), behindDashes: argv.slice(split + 1), dashes: split < argv.length })
