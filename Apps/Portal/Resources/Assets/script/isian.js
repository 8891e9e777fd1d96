// What a citizen's forms do at once; without this script they do it after the next press.
(() => {
  // Questions that only some answers call for (data-when, data-is). They stand behind the question on which they depend.
  const dependent = [...document.querySelectorAll("[data-when]")];
  if (dependent.length) {
    const form = dependent[0].closest("form");
    const mark = document.createElement("input");
    mark.type = "hidden";
    mark.name = "langsung";
    mark.value = "1";
    form.append(mark);
    const show = () => {
      for (const question of dependent) {
        const wanted = question.dataset.is.split(" ");
        const inputs = [...form.elements].filter((input) => input.name === question.dataset.when);
        question.hidden = !inputs.some((input) => input.checked && wanted.includes(input.value) && !input.closest("[data-when][hidden]"));
      }
    };
    form.addEventListener("change", show);
    // A browser that goes back fills the form only after it was read.
    addEventListener("pageshow", show);
    show();
  }

  // The time until another code may be asked for runs down, and the button waits with it.
  const wait = document.getElementById("wait");
  const seconds = wait && wait.textContent.match(/\d+/);
  if (seconds) {
    const button = document.querySelector("[aria-describedby=wait]");
    const end = Date.now() + seconds[0] * 1000;
    const clock = setInterval(() => {
      const left = Math.ceil((end - Date.now()) / 1000);
      if (left > 0) {
        wait.textContent = wait.textContent.replace(/\d+/, left);
      } else {
        clearInterval(clock);
        wait.remove();
        button.removeAttribute("aria-describedby");
        button.disabled = false;
      }
    }, 1000);
    button.disabled = true;
  }
})();
