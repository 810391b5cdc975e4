/** The console begins: the language, who is signed in, what the server has; then the page of the URL. */
import { mount } from 'svelte'
import App from './App.svelte'
import { loadSharedTexts } from './app/language.ts'
import { followLinks } from './app/router.svelte.ts'
import { begin } from './app/start.svelte.ts'
import './styles/base.css'

followLinks()
const started = begin()
await loadSharedTexts()
const target = document.querySelector('#app')
if (target !== null) mount(App, { target })
await started
