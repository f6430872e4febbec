"""The calendar of the site: meetings of all bodies, the dates of the register, milestones of the process."""
