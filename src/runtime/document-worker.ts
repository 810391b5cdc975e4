/** A thread that parses and writes large documents, so that the one that answers requests need not. */
import { parentPort } from 'node:worker_threads'
import { type DocumentWork, doDocumentWork } from '../formats/document-work.ts'

parentPort?.on('message', (work: DocumentWork) => parentPort?.postMessage(doDocumentWork(work)))
