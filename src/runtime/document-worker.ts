/** A thread that parses, checks and writes large documents, so that the one that answers requests need not. */
import { parentPort } from 'node:worker_threads'
import { type DocumentWork, doDocumentWork } from '../formats/document-work.ts'
import { createCheckText } from '../schema/schema-issues.ts'

const check = createCheckText()

parentPort?.on('message', (work: DocumentWork) => parentPort?.postMessage(doDocumentWork(work, check)))
