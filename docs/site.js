// The website of the documentation: what the theme makes without a name, or without a way to reach it by keyboard.
"use strict";
(() => {
  const scrolling = "pre > code, .md-typeset__scrollwrap";

  function amend() {
    for (const one of document.querySelectorAll(scrolling)) {
      if (one.scrollWidth > one.clientWidth) one.tabIndex = 0;
      else one.removeAttribute("tabindex");
    }
    // the frame of the button that copies code is one of many landmarks
    for (const one of document.querySelectorAll("nav.md-code__nav")) one.setAttribute("role", "none");
    for (const one of document.querySelectorAll("[role=dialog]:not([aria-label])")) {
      one.setAttribute("aria-label", "Search");
    }
  }

  // the theme adds frames, buttons and dialogs when they come into view
  const added = new MutationObserver(amend);
  addEventListener("DOMContentLoaded", () => {
    amend();
    added.observe(document.body, { childList: true, subtree: true });
  });
  addEventListener("load", amend);
  addEventListener("resize", amend);
})();
