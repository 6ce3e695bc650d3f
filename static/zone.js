// The zone of the person's own clock, where the form was not filled in by them.
const field = document.querySelector("#zone[data-guess]");
const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
if (field && own && field.value === field.defaultValue) field.value = own;
