"""Where late mails lose their time: exports of the feedback dataset, measured out of core and judged by pure rules."""
