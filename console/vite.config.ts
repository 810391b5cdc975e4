/** The build: hashed names, and beside each file the same under brotli. The same sources make the same bytes. */
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { brotliCompressSync, constants } from 'node:zlib'
import { svelte } from '@sveltejs/vite-plugin-svelte'
import { defineConfig, type Plugin } from 'vite'

const smallestBytes = 1024

function brotli(): Plugin {
  let folder = ''
  return {
    name: 'brotli',
    apply: 'build',
    configResolved({ root, build }) {
      folder = resolve(root, build.outDir)
    },
    async closeBundle() {
      for (const name of await readdir(folder, { recursive: true })) {
        if (!/\.(?:js|css|svg|html)$/.test(name)) continue
        const bytes = await readFile(join(folder, name))
        if (bytes.length < smallestBytes) continue
        const params = {
          [constants.BROTLI_PARAM_QUALITY]: 11,
          [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
        }
        await writeFile(join(folder, `${name}.br`), brotliCompressSync(bytes, { params }))
      }
    },
  }
}

export default defineConfig({
  base: '/ui/',
  plugins: [
    svelte({
      compilerOptions: {
        runes: true,
        // No text becomes markup: `trusted-types 'none'` holds.
        fragments: 'tree',
        // Not by the path, which is another on each machine.
        cssHash: ({ hash, css }) => `s${hash(css)}`,
      },
    }),
    brotli(),
  ],
  build: {
    target: 'es2024',
    modulePreload: { polyfill: false },
    // No `data:` URLs of ours.
    assetsInlineLimit: 0,
    reportCompressedSize: false,
  },
  // For `npm run dev --prefix console`: the server that it works with.
  server: { proxy: { '^/(?!ui)': 'http://localhost:8080' } },
})
