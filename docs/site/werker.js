// A page opened from a disk may start no worker, and the search of the site is one. Here it runs in a hidden frame, with
// the little of a worker that it needs: messages both ways, and scripts that are loaded when asked for.
if (location.protocol === "file:") {
  window.IFrameWorker = class extends EventTarget {
    #frame = document.createElement("iframe")
    #ready

    constructor(address) {
      super()
      this.#frame.hidden = true
      this.#frame.title = "Zoeken"
      this.#ready = new Promise((resolve) => {
        this.#frame.onload = () => resolve(this.#frame.contentWindow)
      })
      window[`hear${window.frames.length}`] = (data) => {
        const event = new MessageEvent("message", { data })
        this.dispatchEvent(event)
        this.onmessage?.(event)
      }
      this.#frame.srcdoc = `<script>
        postMessage = parent.hear${window.frames.length}
        importScripts = (...addresses) => addresses.reduce((before, src) => before.then(() => new Promise((resolve) => {
          document.head.append(Object.assign(document.createElement("script"), { src, onload: resolve }))
        })), Promise.resolve())
      </script><script src="${new URL(address, location)}"></script>`
      document.body.append(this.#frame)
    }

    postMessage(data) {
      this.#ready.then((frame) => frame.dispatchEvent(new frame.MessageEvent("message", { data })))
    }

    terminate() {
      this.#frame.remove()
    }
  }
  window.Worker = window.IFrameWorker
}
