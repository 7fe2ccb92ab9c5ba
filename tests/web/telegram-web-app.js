// A stand-in for Telegram's script of this name: the parts that the page uses, and what they were told.
(() => {
  const told = { asks: false, ready: false };
  const button = () => ({
    text: "Continue",
    isVisible: false,
    isActive: true,
    work: () => {},
    onClick(work) { this.work = work; },
    show() { this.isVisible = true; },
    hide() { this.isVisible = false; },
    setParams({ text, is_visible, is_active }) { Object.assign(this, { text, isVisible: is_visible, isActive: is_active }); },
    tap() { if (this.isVisible && this.isActive) this.work(); },
  });
  window.Telegram = {
    WebApp: {
      told,
      colorScheme: "light",
      MainButton: button(),
      SecondaryButton: button(),
      BackButton: button(),
      isVersionAtLeast: (version) => Number(version) <= 9.5,
      ready() { told.ready = true; },
      expand() {},
      disableVerticalSwipes() {},
      enableClosingConfirmation() { told.asks = true; },
      disableClosingConfirmation() { told.asks = false; },
      onEvent() {},
      openLink() {},
      downloadFile() {},
    },
  };
})();
