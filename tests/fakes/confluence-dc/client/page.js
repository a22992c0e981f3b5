// Folds and unfolds expand macros.
document.addEventListener('click', (event) => {
  const control = event.target.closest('.expand-control');
  control?.parentElement.querySelector('.expand-content').classList.toggle('expand-hidden');
});
