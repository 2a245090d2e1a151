from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("intake", "0004_change_requests")]
    operations = []
