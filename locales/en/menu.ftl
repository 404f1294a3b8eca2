### What do you need?
### status: second-read

menu-needs = What would be of use now? You can pick a number, or write it in your own words.
    .sms = What would be of use now?
menu-other = Here is the rest.
