// What the pages do in the browser. They can all be used without it, but for live updates, tips and copying.
'use strict';

(() => {
  const root = document.documentElement;
  const every = (selector, work) => document.querySelectorAll(selector).forEach(work);

  // Light and dark: the cookie lets the server make the page right from the first byte.
  const themes = ['auto', 'light', 'dark'];
  const names = {auto: 'as the system', light: 'light', dark: 'dark'};
  document.addEventListener('click', event => {
    const button = event.target.closest('[data-theme-switch]');
    if (!button) return;
    const next = themes[(themes.indexOf(root.dataset.theme) + 1) % themes.length];
    root.dataset.theme = next;
    document.cookie = `theme=${next}; path=/; max-age=31536000; samesite=strict`;
    button.setAttribute('aria-label', `Colours: ${names[next]}. Change`);
    button.title = `Colours: ${names[next]}`;
  });

  // Times: the server's text is right when the page is made, and goes on from there.
  const spans = [[172800, 86400, 'd'], [3600, 3600, 'h'], [60, 60, 'min'], [0, 1, 's']];
  const rough = seconds => {
    const [, unit, name] = spans.find(([from]) => seconds >= from);
    return `${Math.floor(seconds / unit)} ${name}`;
  };
  const tellTimes = () => every('time[data-relative]', time => {
    const since = (Date.now() - Date.parse(time.dateTime)) / 1000;
    const text = Math.abs(since) < 2 ? 'now' : since < 0 ? `in ${rough(-since)}` : `${rough(since)} ago`;
    if (time.textContent !== text) time.textContent = text;
  });
  setInterval(tellTimes, 5000);

  // Live parts: what is there becomes what the server sends, and keeps focus, selection and what is unfolded.
  const keyOf = node => node.id || (node.dataset && node.dataset.key) || '';
  const own = new Set(['open', 'data-cursor', 'aria-busy']);
  function become(old, fresh) {
    if (old.isEqualNode(fresh)) return;
    if (old.nodeType !== Node.ELEMENT_NODE) {
      old.nodeValue = fresh.nodeValue;
      return;
    }
    for (const {name, value} of fresh.attributes) {
      if (!own.has(name) && old.getAttribute(name) !== value) old.setAttribute(name, value);
    }
    for (const {name} of [...old.attributes]) {
      if (!own.has(name) && !fresh.hasAttribute(name)) old.removeAttribute(name);
    }
    becomeChildren(old, fresh);
  }
  function becomeChildren(old, fresh) {
    let at = old.firstChild;
    for (const child of [...fresh.childNodes]) {
      const key = keyOf(child);
      let match = null;
      if (key) {
        match = [...old.children].find(other => keyOf(other) === key) || null;
      } else if (at && at.nodeName === child.nodeName && !keyOf(at)) {
        match = at;
      }
      if (match) {
        if (match !== at) old.insertBefore(match, at);
        become(match, child);
        at = match.nextSibling;
      } else {
        old.insertBefore(child, at);
      }
    }
    while (at) {
      const next = at.nextSibling;
      at.remove();
      at = next;
    }
  }
  function takePart(name, html) {
    const part = document.querySelector(`[data-part="${name}"]`);
    if (!part) return;
    const box = document.createElement('template');
    box.innerHTML = html;
    become(part, box.content.firstElementChild);
    window.htmx?.process(part);
    tellTimes();
    listsLater();
  }
  // Lists are asked for again when something has changed, but not under somebody's hands.
  let later = 0;
  function listsLater() {
    later ||= setTimeout(() => {
      later = 0;
      const list = document.getElementById('partitions');
      if (list?.contains(document.activeElement) || list?.matches(':hover')) listsLater();
      else document.body.dispatchEvent(new Event('live'));
    }, 5000);
  }
  // A page is live while it is seen: a browser opens few connections to a server, over all of its tabs together, and
  // what was hidden is told everything at once when it is seen again. It is called live only while signs of life come.
  const SILENCE = 45000;
  const LONGEST_WAIT = 30000;
  function live(place) {
    const pulse = document.getElementById('pulse');
    let source = null;
    let timer = 0;
    let wait = 3000;
    const tell = (state, text) => {
      pulse.dataset.state = state;
      if (pulse.textContent !== text) pulse.textContent = text;
      pulse.hidden = false;
    };
    const after = (work, time) => {
      clearTimeout(timer);
      timer = setTimeout(work, time);
    };
    function leave() {
      clearTimeout(timer);
      source?.close();
      source = null;
    }
    function heard(state, text) {
      tell(state, text);
      wait = 3000;
      after(silent, SILENCE);
    }
    function silent() {
      tell('off', 'Connecting');
      connect();
    }
    function connect() {
      leave();
      if (document.hidden) return;
      if (!pulse.hidden) tell('off', 'Connecting');
      const stream = new EventSource(place.dataset.live);
      source = stream;
      after(silent, SILENCE);
      stream.addEventListener('beat', () => heard('on', 'Live'));
      stream.addEventListener('stale', () => heard('off', 'Not up to date'));
      every('[data-part]', part => {
        const name = part.dataset.part;
        stream.addEventListener(name, event => {
          heard('on', 'Live');
          takePart(name, event.data);
        });
      });
      stream.addEventListener('error', () => {
        if (stream !== source) return;
        tell('off', 'Connecting');
        // a browser gives up where the answer was an error, for example while the server starts again
        if (stream.readyState === EventSource.CLOSED) {
          leave();
          after(ask, wait);
          wait = Math.min(LONGEST_WAIT, wait * 2);
        }
      });
    }
    // Whose session has ended is led to the page that asks for a key, as the page itself would be.
    async function ask() {
      try {
        const page = await fetch(location.href, {headers: {Accept: 'text/html'}, redirect: 'manual', cache: 'no-store'});
        if (page.type === 'opaqueredirect') {
          location.reload();
          return;
        }
      } catch {
        // the server is not there
      }
      connect();
    }
    document.addEventListener('visibilitychange', () => (document.hidden ? leave() : connect()));
    window.addEventListener('pagehide', leave);
    window.addEventListener('pageshow', event => { if (event.persisted) connect(); });
    connect();
  }

  // Tips
  const tip = document.createElement('div');
  tip.className = 'tip';
  tip.hidden = true;
  function showTip(text, x, y) {
    if (tip.textContent !== text) tip.textContent = text;
    if (!tip.isConnected || tip.parentNode !== document.body) document.body.append(tip);
    tip.hidden = false;
    const {width, height} = tip.getBoundingClientRect();
    const left = Math.max(8, Math.min(innerWidth - width - 8, x - width / 2));
    const top = y - height - 12 < 4 ? y + 18 : y - height - 12;
    tip.style.transform = `translate(${Math.round(left)}px, ${Math.round(top)}px)`;
  }
  const words = {e: 'no rows', d: 'completed', a: 'abandoned', p: 'waiting', s: 'stopped', r: 'running', i: 'interrupted', f: 'failed'};
  const number = new Intl.NumberFormat('en-US');
  const cellText = (map, block, cell) => {
    const size = Number(map.dataset.keys);
    const first = Number(block.dataset.first) + cell * size;
    return `${number.format(first)} – ${number.format(first + size - 1)} · ${words[block.dataset.marks[cell]]}`;
  };
  function cellAt(block, event) {
    const {left, top} = block.getBoundingClientRect();
    const pitch = Number(block.dataset.pitch);
    const column = Math.floor((event.clientX - left) / pitch);
    const row = Math.floor((event.clientY - top) / pitch);
    const columns = Number(block.dataset.columns);
    const cell = row * columns + column;
    return column >= 0 && column < columns && row >= 0 && cell < block.dataset.marks.length ? cell : -1;
  }
  function cellLink(map, block, cell) {
    if (!map.dataset.link || block.dataset.marks[cell] === 'e') return null;
    const size = Number(map.dataset.keys);
    const first = Number(block.dataset.first) + cell * size;
    return `${map.dataset.link}${first}-${first + size - 1}`;
  }
  document.addEventListener('pointermove', event => {
    const target = event.target.closest?.('[data-marks], [data-tips], [data-tip]');
    let text = '';
    if (target?.dataset.marks) {
      const cell = cellAt(target, event);
      if (cell >= 0) text = cellText(target.closest('[data-keys]'), target, cell);
    } else if (target?.dataset.tips) {
      const {left, width} = target.getBoundingClientRect();
      const tips = target.dataset.tips.split('|');
      const share = (event.clientX - left) / width;
      text = tips[Math.max(0, Math.min(tips.length - 1, Math.floor(share * tips.length)))];
    } else if (target?.dataset.tip) {
      text = target.dataset.tip;
    }
    if (text) showTip(text, event.clientX, event.clientY);
    else tip.hidden = true;
  });
  document.addEventListener('pointerleave', () => { tip.hidden = true; });
  document.addEventListener('focusin', event => {
    const target = event.target.closest?.('[data-tip]');
    if (target && target.matches(':focus-visible')) {
      const {left, width, top} = target.getBoundingClientRect();
      showTip(target.dataset.tip, left + width / 2, top);
    } else {
      tip.hidden = true;
    }
  });

  document.addEventListener('click', event => {
    const block = event.target.closest?.('[data-marks]');
    const cell = block ? cellAt(block, event) : -1;
    const link = cell >= 0 ? cellLink(block.closest('[data-keys]'), block, cell) : null;
    if (link) location.assign(link);
  });

  // Copying a command
  document.addEventListener('click', async event => {
    const button = event.target.closest('[data-copy]');
    if (!button) return;
    const text = button.parentElement.querySelector('code').textContent;
    try {
      await navigator.clipboard.writeText(text);
      button.textContent = 'Copied';
    } catch {
      getSelection().selectAllChildren(button.parentElement.querySelector('code'));
      button.textContent = 'Selected';
    }
    setTimeout(() => { button.textContent = 'Copy'; }, 1600);
  });
  every('[data-copy]', button => { button.hidden = false; });

  // An action may take seconds: its button shows that, and what is loaded in place of a list keeps the focus within it.
  let within = null;
  document.addEventListener('htmx:beforeRequest', event => {
    if (event.detail.elt.matches('a[role="button"]')) event.detail.elt.setAttribute('aria-busy', 'true');
  });
  document.addEventListener('htmx:afterRequest', event => event.detail.elt.removeAttribute('aria-busy'));
  document.addEventListener('htmx:beforeSwap', event => {
    const {target} = event.detail;
    within = target.contains(document.activeElement) ? target : null;
  });
  document.addEventListener('htmx:afterSwap', event => {
    const {target} = event.detail;
    if (within === target && !target.contains(document.activeElement)) {
      target.querySelector('[tabindex="0"]')?.focus({preventScroll: true});
    }
    const told = target.querySelector?.('[data-said]');
    const said = document.getElementById('said');
    if (told && said.textContent !== told.textContent) said.textContent = told.textContent;
  });

  // Confirmations come as a part for the dialog, which closes once something came of them.
  document.addEventListener('htmx:afterSwap', event => {
    every('[data-copy][hidden]', button => { button.hidden = false; });
    const target = event.detail.target;
    if (target.nodeName === 'DIALOG') {
      if (!target.open) target.showModal();
    } else if (target.id === 'result') {
      document.getElementById('dialog').close();
      target.scrollIntoView({block: 'nearest'});
    }
    tellTimes();
  });
  document.addEventListener('click', event => {
    const close = event.target.closest('dialog [data-close]');
    if (close) {
      event.preventDefault();
      close.closest('dialog').close();
    } else if (event.target.nodeName === 'DIALOG') {
      event.target.close();
    }
  });
  // What looks like a button is pressed like one.
  document.addEventListener('keydown', event => {
    if (event.key === ' ' && event.target.matches?.('a[role="button"]')) {
      event.preventDefault();
      event.target.click();
    }
  });

  // A plan is of the form as it was: it goes when the form is changed.
  document.addEventListener('input', event => {
    const form = event.target.closest?.('[data-clears]');
    // not form.dataset, which is the field of that name
    if (form) document.querySelector(form.getAttribute('data-clears')).replaceChildren();
  });
  document.addEventListener('submit', event => {
    const button = event.submitter;
    // htmx leaves to the browser what it does not see.
    if (button?.hasAttribute('data-plain')) event.stopImmediatePropagation();
    // One press, one request.
    if (button && (button.hasAttribute('data-plain') || !event.target.hasAttribute('hx-post'))) {
      setTimeout(() => { button.disabled = true; });
    }
  }, true);
  window.addEventListener('pageshow', () => every('button[disabled]', button => { button.disabled = false; }));

  every('[data-theme-switch]', button => { button.hidden = false; });
  every('[data-live]', live);
  tellTimes();
})();
